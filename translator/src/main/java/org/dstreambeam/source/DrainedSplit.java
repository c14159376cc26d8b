// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.util.SerializableUtils;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A split of a Beam source that is drained: its reader, and what that has brought. A reader that
 * throws is opened again after a while, at the last mark, and what it had brought since is dropped.
 */
final class DrainedSplit {

  private static final Logger LOG = LoggerFactory.getLogger(DrainedSplit.class);

  /** Records that are read before they are added: the lock is not for each of them. */
  private static final int RUN = 64;

  /** Between two looks for records that are to be read again. */
  private static final long LOOK_MILLIS = 5;

  /** After which it is said that they do not come. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final DrainFeed feed;
  private final SplitReader reader;
  private final SplitContents contents;
  private final String title;
  private final long retryMillis;
  private boolean failing;
  private long restsUntil;

  /**
   * @param stride between the numbers of two of its partitions
   * @param retryMillis after which a reader that has failed is opened again
   */
  DrainedSplit(
      DrainFeed feed,
      SplitPlace place,
      UnboundedSource<?, ?> source,
      int stride,
      long retryMillis) {
    this.feed = feed;
    this.title = "Split " + place.number() + " of " + feed.title();
    this.retryMillis = retryMillis;
    this.contents = new SplitContents(place, stride);
    this.reader = new SplitReader(source);
  }

  /** One of another run of the program. */
  static DrainedSplit restored(DrainFeed feed, SplitPlace place, int stride, long retryMillis) {
    Object source = SerializableUtils.deserializeFromByteArray(place.source(), feed.title());
    return new DrainedSplit(feed, place, (UnboundedSource<?, ?>) source, stride, retryMillis);
  }

  /** To be used with the feed's lock. */
  SplitContents contents() {
    return contents;
  }

  int number() {
    return contents.place().number();
  }

  /** Reads what there is; returns whether there was something. */
  boolean drain() {
    if (reader.isAtEnd() || failing && System.nanoTime() - restsUntil < 0) {
      return false;
    }
    try {
      List<@Nullable Object> run = new ArrayList<>();
      reader.read(run, RUN, markBefore(), feed::isDue);
      boolean isStart = run.isEmpty() && reader.hasStarted() && isUnread();
      SplitReader.Mark start = isStart ? reader.mark() : null;
      synchronized (feed) {
        if (start != null) {
          contents.beginsAt(start.bytes());
          feed.begins(contents.place());
        }
        feed.add(contents, run);
      }
      workedAgain();
      return !run.isEmpty();
    } catch (IOException | RuntimeException e) { // whatever the reader throws
      failed(e);
      return false;
    }
  }

  private byte @Nullable [] markBefore() {
    synchronized (feed) {
      return contents.place().mark();
    }
  }

  private boolean isUnread() {
    synchronized (feed) {
      return reader.hasDurableMarks() && contents.hasNoPlace();
    }
  }

  /** Marks where it stands, so that the batch can close. */
  void settle() {
    if (contents.isMarked()) {
      return;
    }
    try {
      SplitReader.Mark mark = reader.mark();
      synchronized (feed) {
        contents.markedBy(mark);
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void failed(Exception e) {
    synchronized (feed) {
      contents.drop();
    }
    close();
    restsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(retryMillis);
    if (!failing && !feed.isStopping()) {
      LOG.warn("{} cannot be read; trying again every {} ms", title, retryMillis, e);
    }
    failing = true;
  }

  private void workedAgain() {
    if (failing) {
      failing = false;
      LOG.info("{} can be read again", title);
    }
  }

  /**
   * Reads what a batch has had in another run of the program.
   *
   * @param cuts of its partitions, in order
   * @throws IllegalStateException if the split ends before that
   */
  void replay(long batchTime, List<Cut.Taken> cuts) throws IOException, InterruptedException {
    SplitPlace until = placeOf(cuts.get(cuts.size() - 1));
    long missing;
    synchronized (feed) {
      missing = until.count() - contents.place().count();
      if (missing == 0 || missing > 0 && !reader.hasDurableMarks()) {
        contents.skipTo(until);
      }
    }
    if (missing > 0 && !reader.hasDurableMarks()) {
      LOG.warn("{} cannot be read again: batch {} ms lacks {} records", title, batchTime, missing);
      return;
    }
    while (missing > 0) { // or else this was handed out before the checkpoint
      try {
        readAgain(batchTime, cuts);
        workedAgain();
        return;
      } catch (EndedTooSoon e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        if (feed.isClosed()) {
          throw e;
        }
        failed(e);
        Thread.sleep(retryMillis);
      }
    }
  }

  private static SplitPlace placeOf(Cut.Taken taken) throws IOException {
    return SplitPlace.of(taken.until()).get(0);
  }

  private void readAgain(long batchTime, List<Cut.Taken> cuts)
      throws IOException, InterruptedException {
    long before;
    synchronized (feed) {
      before = contents.place().count();
    }
    for (Cut.Taken cut : cuts) {
      long end = placeOf(cut).count();
      RecordBuffer records = BlockMemory.current().newBuffer();
      try {
        readAgain(batchTime, end - before, records);
      } catch (IOException | RuntimeException | InterruptedException e) {
        records.discard();
        throw e;
      }
      before = end;
      synchronized (feed) {
        contents.restored(records, cut.partition(), end);
      }
    }
    SplitReader.Mark mark = reader.mark();
    synchronized (feed) {
      contents.markedBy(mark);
    }
  }

  private void readAgain(long batchTime, long count, RecordBuffer records)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    boolean said = false;
    for (long left = count; left > 0; ) {
      List<@Nullable Object> run = new ArrayList<>();
      reader.read(run, Math.min(left, RUN), markBefore(), () -> false);
      records.addAll(run.iterator());
      left -= run.size();
      if (run.isEmpty() && reader.isAtEnd()) {
        throw new EndedTooSoon(title, batchTime, left);
      }
      if (run.isEmpty()) {
        if (!said && System.nanoTime() - begin > LONG_NANOS) {
          said = true;
          LOG.warn("{}: batch {} ms is made again; {} records to come", title, batchTime, left);
        }
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  void close() {
    try {
      reader.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The reader of {} cannot be closed", title, e);
    }
  }

  /** It is not what the program was reading. */
  private static final class EndedTooSoon extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    EndedTooSoon(String title, long batchTime, long missing) {
      super(
          "%s ends %d records before the end of batch %d ms, which it has reached before: start anew with an empty checkpoint directory"
              .formatted(title, missing, batchTime));
    }
  }
}
