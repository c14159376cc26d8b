// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a split of a Beam source has brought of the batch that is open.
 *
 * <pre>
 *   place of the last mark | records since: the open batch | mark at its end -> place
 *                            dropped if the reader fails
 * </pre>
 *
 * <p>While there are records behind the last mark the batch cannot close: what it consists of could
 * not be said. All of it is guarded by the feed's lock, but for {@link #isMarked}.
 */
final class SplitContents {

  /** Of a partition, as estimated; what is larger passes between tasks in pieces. */
  private static final long LARGEST_PARTITION = 16 * 1024 * 1024;

  private final int stride;
  private final List<Chunk> full = new ArrayList<>();
  private SplitPlace begin;
  private SplitPlace closed;
  private SplitPlace place;
  private RecordBuffer records = BlockMemory.current().newBuffer();
  private long count;
  private int waiting;
  private boolean abandoned;
  private volatile boolean marked = true;
  private @Nullable CheckpointMark newest;
  private final Deque<BatchMark> toFinalize = new ArrayDeque<>();

  /** The mark at the end of a batch. */
  private record BatchMark(long batchTime, CheckpointMark mark) {}

  /** Records of the open batch that are a partition. */
  private record Chunk(RecordBuffer records, int partition, long end) {}

  /**
   * A partition of a batch.
   *
   * @param place behind it, for the cut
   * @param handedOut what need not be read again once it is handed out: nothing but with the last
   * @param isLast whether it is the split's last of the batch
   * @param hasRecords whether there is something to wait for
   */
  record Partition(
      Block block, SplitPlace place, SplitPlace handedOut, boolean isLast, boolean hasRecords) {}

  /**
   * @param stride between the numbers of two partitions of the split
   */
  SplitContents(SplitPlace place, int stride) {
    this.stride = stride;
    this.begin = place;
    this.closed = place;
    this.place = place;
    this.count = place.count();
  }

  /** Where this run of the program began. */
  SplitPlace begin() {
    return begin;
  }

  /** Of the last mark. */
  SplitPlace place() {
    return place;
  }

  /** Whether no record is behind the last mark. */
  boolean isMarked() {
    return marked;
  }

  void add(List<? extends @Nullable Object> run) {
    if (!run.isEmpty() && !abandoned) {
      run.forEach(this::add);
      marked = false;
    }
  }

  private void add(@Nullable Object record) {
    records.add(record);
    count++;
    if (records.bytes() >= LARGEST_PARTITION) {
      full.add(new Chunk(records, nextPartition(), count));
      records = BlockMemory.current().newBuffer();
    }
  }

  /** All records that were added are before the mark. */
  void markedBy(SplitReader.Mark mark) {
    if (!abandoned) {
      newest = mark.live();
      settleAt(place.at(mark.bytes(), count));
    }
  }

  /** Whether it is not known where the split begins. */
  boolean hasNoPlace() {
    return place.mark() == null && count == 0;
  }

  /** Now it is known, and there was nothing to read yet. */
  void beginsAt(byte @Nullable [] mark) {
    if (hasNoPlace()) {
      place = place.at(mark, 0);
      begin = place;
      closed = place;
    }
  }

  private int nextPartition() {
    return place.number() + full.size() * stride;
  }

  /** A partition of a batch that is made again. */
  void restored(RecordBuffer contents, int partition, long end) {
    full.add(new Chunk(contents, partition, end));
    count = end;
    marked = false;
  }

  /** Goes on behind what another run of the program has read. */
  void skipTo(SplitPlace newPlace) {
    count = newPlace.count();
    settleAt(place.at(newPlace.mark() == null ? place.mark() : newPlace.mark(), count));
    closed = place;
  }

  private void settleAt(SplitPlace newPlace) {
    place = newPlace;
    marked = true;
  }

  /** What is behind the last mark will be read again. */
  void drop() {
    full.forEach(chunk -> chunk.records().discard());
    full.clear();
    records.discard();
    records = BlockMemory.current().newBuffer();
    count = place.count();
    marked = true;
  }

  /** As {@link #drop}, and nothing that may still come counts. */
  void abandon() {
    drop();
    abandoned = true;
  }

  /** The split's partitions of the batch, which closes; there is one at least. */
  List<Partition> close(long batchTime) {
    CheckpointMark mark = newest;
    if (mark != null) {
      toFinalize.add(new BatchMark(batchTime, mark));
      newest = null;
    }
    if (full.isEmpty() || !records.isEmpty()) {
      full.add(new Chunk(records, nextPartition(), count));
      records = BlockMemory.current().newBuffer();
    }
    List<Partition> partitions = new ArrayList<>();
    for (Chunk chunk : full) {
      boolean isLast = partitions.size() == full.size() - 1;
      boolean hasRecords = !chunk.records().isEmpty();
      Block block = chunk.records().toBlock(batchTime, chunk.partition());
      SplitPlace end = isLast ? place : place.at(null, chunk.end());
      partitions.add(new Partition(block, end, isLast ? place : closed, isLast, hasRecords));
    }
    full.clear();
    closed = place;
    return partitions;
  }

  /** So many more of its partitions, of those with records, are to be handed out. */
  void waits(int more) {
    waiting += more;
  }

  int waiting() {
    return waiting;
  }

  /** The marks of batches up to that one, oldest first; they are given out once. */
  List<CheckpointMark> marksUpTo(long batchTime) {
    List<CheckpointMark> marks = new ArrayList<>();
    for (Iterator<BatchMark> taken = toFinalize.iterator(); taken.hasNext(); ) {
      BatchMark next = taken.next();
      if (next.batchTime() > batchTime) {
        break;
      }
      marks.add(next.mark());
      taken.remove();
    }
    return marks;
  }
}
