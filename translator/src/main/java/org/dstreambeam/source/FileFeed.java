// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.dstreambeam.filestream.FileSourceNode;
import org.dstreambeam.filestream.NewFiles;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that come into a directory. Which ones a batch has taken is in the log before anybody
 * sees the batch; so a batch that is repeated reads the same files, and those that are remembered
 * are not taken again after a restart.
 */
final class FileFeed extends DriverFeed {

  private static final Logger LOG = LoggerFactory.getLogger(FileFeed.class);

  private final FileSourceNode node;
  private final FeedSettings settings;
  private final SparkContext context;
  private final long rememberMillis;
  private final @Nullable CutLog log;
  private final NeededCuts needed;
  private NavigableMap<Long, Cut> known = new TreeMap<>();
  private long notBefore;
  private @Nullable NewFiles files;

  /**
   * @param log null if the program keeps no checkpoints
   */
  FileFeed(FileSourceNode node, FeedSettings settings, @Nullable CutLog log) {
    super(node, settings.grid(), settings.rounds(), settings.splits());
    this.node = node;
    this.settings = settings;
    this.context = settings.context();
    this.rememberMillis = settings.rememberMillis();
    this.log = log;
    this.needed = new NeededCuts(settings.splits());
    this.notBefore = node.notBefore();
  }

  @Override
  List<? extends Dataset<?>> make(long batchTime) throws Exception {
    NewFiles found = files(batchTime);
    Cut cut = known.remove(batchTime);
    List<String> taken = cut == null ? found.of(batchTime) : paths(cut);
    found.take(batchTime, taken);
    if (cut == null) {
      record(batchTime, taken);
    }
    List<Dataset<?>> datasets = new ArrayList<>();
    for (String file : taken) {
      Dataset<?> dataset = node.read(context, file);
      if (dataset.partitions() == 0) { // fails if there is no such file for the format
        LOG.error(
            "File {} has no data in it: files are read once, so they have to be moved into the"
                + " directory when they are complete",
            file);
      }
      datasets.add(dataset);
    }
    return datasets;
  }

  /** Where each split has a feed of its own, files are dealt out, and this is the first split. */
  @Override
  Iterable<?> contents(Dataset<?> dataset, int partition) {
    return splits().count() == splits().total()
        ? super.contents(dataset, partition)
        : new SourcePart(
            settings.program(),
            settings.source(),
            String.valueOf(dataset.name()).getBytes(StandardCharsets.UTF_8),
            partition);
  }

  /** Begins with what earlier runs have taken. */
  private NewFiles files(long batchTime) throws IOException {
    NewFiles found = files;
    if (found == null) {
      NavigableMap<Long, Cut> recorded = recordedSince(batchTime);
      if (!recorded.isEmpty()) {
        notBefore = notBeforeOf(recorded.lastEntry().getValue());
      }
      found = node.newFiles(context, notBefore, rememberMillis);
      for (var earlier : recorded.headMap(batchTime, false).entrySet()) {
        found.take(earlier.getKey(), paths(earlier.getValue()));
      }
      known = new TreeMap<>(recorded.tailMap(batchTime, true));
      files = found;
    }
    return found;
  }

  private NavigableMap<Long, Cut> recordedSince(long batchTime) throws IOException {
    return log == null || !isResumed()
        ? new TreeMap<>()
        : log.since(batchTime - node.newFiles(context, 0, rememberMillis).rememberMillis());
  }

  private void record(long batchTime, List<String> taken) throws IOException {
    if (log == null) {
      return;
    }
    List<Cut.Taken> blocks = new ArrayList<>();
    blocks.add(Cut.Taken.start(0, ByteBuffer.allocate(Long.BYTES).putLong(notBefore).array()));
    for (String file : taken) {
      blocks.add(new Cut.Taken(0, blocks.size() - 1, file.getBytes(StandardCharsets.UTF_8)));
    }
    try {
      log.record(batchTime, new Cut(blocks));
    } catch (IOException | RuntimeException e) {
      IOException reason =
          new IOException(
              "Which files batch " + batchTime + " ms has cannot be recorded: " + e.getMessage());
      reason.addSuppressed(e); // runners report the innermost cause: let it be this
      fail(reason);
      throw reason;
    }
  }

  private static long notBeforeOf(Cut cut) {
    return ByteBuffer.wrap(cut.blocks().get(0).until()).getLong();
  }

  private static List<String> paths(Cut cut) {
    return cut.blocks().stream()
        .filter(taken -> !taken.isStart())
        .map(taken -> new String(taken.until(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  void checkpointed(int split, SplitPosition position) {
    synchronized (this) {
      NewFiles found = files;
      if (log == null || found == null || !needed.checkpointed(split, position.batchTime())) {
        return;
      }
      try {
        log.forgetBefore(needed.oldest() - found.rememberMillis());
      } catch (IOException e) {
        LOG.warn("What {} has taken long ago cannot be removed", node.callSite(), e);
      }
    }
  }
}
