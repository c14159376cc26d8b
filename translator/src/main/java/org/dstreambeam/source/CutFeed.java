// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.BatchCutter;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.rate.BackPressure;
import org.dstreambeam.rate.InputRate;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link BatchCutter} says of what batches consist. It is in the log before anybody sees the
 * batch, so a batch that is repeated has the same records; it is made again without the source,
 * which may be away.
 *
 * <pre>
 *   log: [start] [T] [T + b] [T + 2b]     the last one says where the next batch begins
 * </pre>
 */
final class CutFeed extends DriverFeed {

  private static final Logger LOG = LoggerFactory.getLogger(CutFeed.class);

  private final CutSourceNode node;
  private final FeedSettings settings;
  private final @Nullable CutLog log;
  private final NeededCuts needed;
  private final BatchCutter cutter;
  private final InputRate rate;
  private NavigableMap<Long, byte[]> known = new TreeMap<>();
  private byte[] made = {};

  /**
   * @param log null if the program keeps no checkpoints
   */
  CutFeed(CutSourceNode node, FeedSettings settings, @Nullable CutLog log) {
    super(node, settings.grid(), settings.rounds(), settings.splits());
    this.node = node;
    this.settings = settings;
    this.log = log;
    this.needed = new NeededCuts(settings.splits());
    this.cutter = node.cutter(settings.context());
    this.rate =
        new InputRate(
            BackPressure.estimator(settings.conf(), grid().batchMillis()),
            grid().clock().now(),
            cutter::limit);
  }

  @Override
  void start() {
    try {
      byte[] last = lastRecorded();
      if (last == null) {
        record(nextBatch() - grid().batchMillis(), cutter.begin());
      } else {
        cutter.goOn(last);
      }
    } catch (Exception e) { // without it the program cannot start
      cutter.close();
      throw Rethrow.as(e);
    }
    super.start();
  }

  /** Where the first batch that is made begins; takes note of batches that are to be repeated. */
  private byte @Nullable [] lastRecorded() throws IOException {
    if (log == null || !isResumed()) {
      return null;
    }
    NavigableMap<Long, byte[]> recorded = new TreeMap<>();
    for (Map.Entry<Long, Cut> cut : log.since(0).entrySet()) {
      recorded.put(cut.getKey(), cut.getValue().blocks().get(0).until());
    }
    known = recorded.tailMap(nextBatch(), true);
    Map.Entry<Long, byte[]> before = recorded.lowerEntry(nextBatch());
    if (before == null && !known.isEmpty()) {
      throw new IOException(
          "The cut before batch "
              + nextBatch()
              + " ms of "
              + node.callSite()
              + " is missing, that of "
              + known.firstKey()
              + " ms is there");
    }
    return before == null ? null : before.getValue();
  }

  @Override
  List<? extends Dataset<?>> make(long batchTime) throws Exception {
    byte[] cut = known.remove(batchTime);
    if (cut == null) {
      cut = cut(batchTime);
    } else {
      cutter.goOn(cut);
    }
    rate.closed(batchTime, cutter.records(cut));
    made = cut;
    return List.of(node.read(settings.context(), cut));
  }

  private byte[] cut(long batchTime) throws Exception {
    byte[] cut;
    try {
      // One that could not be cut in its time cannot be now: the next one begins where it would.
      cut = known.isEmpty() ? cutter.cut(batchTime) : cutter.nothing();
    } catch (Exception e) { // the batch is lost, not those behind it
      record(batchTime, cutter.nothing());
      throw e;
    }
    record(batchTime, cut);
    return cut;
  }

  private void record(long batchTime, byte[] cut) throws IOException {
    if (log == null) {
      return;
    }
    try {
      log.record(batchTime, new Cut(List.of(new Cut.Taken(0, 0, cut))));
    } catch (IOException | RuntimeException e) {
      IOException reason =
          new IOException(
              "What batch " + batchTime + " ms consists of cannot be recorded: " + e.getMessage());
      reason.addSuppressed(e); // runners report the innermost cause: let it be this
      fail(reason);
      throw reason;
    }
  }

  @Override
  Iterable<?> contents(Dataset<?> dataset, int partition) {
    return new SourcePart(settings.program(), settings.source(), made, partition);
  }

  @Override
  void ended() {
    cutter.close();
  }

  @Override
  public boolean told(Serializable word) {
    cutter.told(word);
    return true;
  }

  @Override
  public void completed(long batchTime) {
    rate.completed(batchTime, grid().clock().now());
  }

  @Override
  public void completedElsewhere(long batchTime) {
    completed(batchTime);
  }

  /** The cut before the first batch that may be asked for says where that begins. */
  @Override
  void checkpointed(int split, SplitPosition position) {
    synchronized (this) {
      if (log == null || !needed.checkpointed(split, position.batchTime())) {
        return;
      }
      try {
        log.forgetBefore(needed.oldest() - grid().batchMillis());
      } catch (IOException e) {
        LOG.warn("Cuts of {} that are not needed cannot be removed", node.callSite(), e);
      }
    }
  }
}
