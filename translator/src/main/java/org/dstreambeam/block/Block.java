// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.util.Iterator;
import java.util.List;
import org.dstreambeam.compute.RecordCopy;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition of one batch; or the failure of the task that was to compute them;
 * or a marker.
 *
 * <p>A <b>marker</b> says that a batch exists. Every stream carries one per batch, so every stage
 * and every output runs for every batch, also if the batch has no partition at all. A marker that
 * carries a failure says that the batch could not be made: there is no RDD, and what is computed
 * from it is lost as well. It counts for more than a marker beside it, of another input say. Of
 * several such the one of the first branch counts.
 *
 * <p>A <b>partition</b> is numbered within its batch. The high half of the number is the branch of
 * a union it came through, the low half its index in there: sorting by it gives Spark's order.
 * Markers have negative numbers, in the order of branches as well.
 *
 * <p>Immutable once emitted, and the iterable may be lazy: each pass may compute the records anew.
 */
public final class Block extends Handled {

  /** The number of markers of the first branch. */
  private static final long NO_PARTITION = Long.MIN_VALUE;

  private final long batchTime;
  private final long partition;
  private final Iterable<?> records;
  private final @Nullable Throwable failure;
  private final boolean isLost;
  private final byte @Nullable [] updates;

  private Block(
      long batchTime,
      long partition,
      Iterable<?> records,
      @Nullable Throwable failure,
      boolean isLost) {
    this(batchTime, partition, records, failure, isLost, null);
  }

  private Block(
      long batchTime,
      long partition,
      Iterable<?> records,
      @Nullable Throwable failure,
      boolean isLost,
      byte @Nullable [] updates) {
    this.batchTime = batchTime;
    this.partition = partition;
    this.records = records;
    this.failure = failure;
    this.isLost = isLost;
    this.updates = updates;
  }

  public static Block of(long batchTime, long partition, Iterable<?> records) {
    return new Block(batchTime, partition, records, null, false);
  }

  public static Block marker(long batchTime) {
    return new Block(batchTime, NO_PARTITION, List.of(), null, false);
  }

  /** The marker of a batch that a driver function could not make. */
  public static Block failedMarker(long batchTime, Throwable failure) {
    return new Block(batchTime, NO_PARTITION, List.of(), failure, false);
  }

  /** The marker of a batch whose stream has no RDD, though it is due. */
  public static Block missingMarker(long batchTime) {
    return failedMarker(batchTime, new NoRdd());
  }

  /**
   * The marker among the blocks of a batch, null if there is none. One with a failure if there is
   * any: of several that of the oldest batch, and there of the first branch. It forgets its branch.
   */
  public static @Nullable Block markerOf(Iterable<Block> blocks) {
    Block marker = null;
    for (Block block : blocks) {
      if (block.isMarker() && (marker == null || block.outranks(marker))) {
        marker = block;
      }
    }
    return marker == null ? null : marker.asPartition(NO_PARTITION);
  }

  private boolean outranks(Block marker) {
    if (failure == null || marker.failure == null) {
      return failure != null;
    }
    return batchTime < marker.batchTime
        || (batchTime == marker.batchTime && partition < marker.partition);
  }

  /** What is left of a partition whose task threw {@code failure}. */
  public static Block failed(long batchTime, long partition, Throwable failure) {
    return new Block(batchTime, partition, List.of(), failure, false);
  }

  /**
   * What is left of a partition behind a shuffle, of each in the same way, if a task ahead of it
   * threw {@code failure}.
   */
  public static Block lost(long batchTime, long partition, Throwable failure) {
    return new Block(batchTime, partition, List.of(), failure, true);
  }

  /**
   * The partition whose failure stands for all that failed, null if none did: the first that was
   * lost, as Spark runs the tasks ahead of a shuffle before any behind it, else the first.
   */
  public static @Nullable Block failedOf(Iterable<Block> blocks) {
    Block first = null;
    for (Block block : blocks) {
      if (block.isMarker() || block.failure == null) {
        continue;
      }
      if (block.isLost) {
        return block;
      }
      if (first == null) {
        first = block;
      }
    }
    return first;
  }

  /** The label of its batch: epoch milliseconds of the end of the interval. */
  public long batchTime() {
    return batchTime;
  }

  public long partition() {
    return partition;
  }

  /** The records in order; none for a marker or a failure. */
  public Iterable<?> records() {
    return records;
  }

  /**
   * The records for a reader that may change them: what others read is copied on the way. The
   * iterator is lazy, and knows a shortcut for who only counts.
   */
  @SuppressWarnings("unchecked") // an Iterator only produces
  public Iterator<Object> copies() {
    if (records instanceof HeldRecords held) {
      return (Iterator<Object>) held.copies();
    }
    Iterator<Object> iterator = (Iterator<Object>) records.iterator();
    return records instanceof RecordsElsewhere ? iterator : RecordCopy.each(iterator);
  }

  /**
   * The same records for one reader that may change them, and after which there is another: each
   * pass is over {@link #copies}.
   */
  public Block copied() {
    Iterable<Object> copies = this::copies;
    return new Block(batchTime, partition, copies, failure, isLost, updates);
  }

  /** It is read in later batches, too: its memory is not given back with its own batch. */
  public void keep() {
    if (records instanceof HeldRecords held) {
      held.charge().keep();
    }
  }

  /** Ends what {@link #keep} began; who keeps it last has its memory given back. */
  public void letGo() {
    if (records instanceof HeldRecords held) {
      held.charge().letGo();
    }
  }

  /** Why there are no records, or null. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Whether the failure is of a task ahead of a shuffle, and costs all partitions behind it. */
  public boolean isLost() {
    return isLost;
  }

  /** Whether it is the marker of a batch without an RDD. */
  public boolean isMissing() {
    return failure instanceof NoRdd;
  }

  public boolean isMarker() {
    return partition < 0;
  }

  /** The same records as a partition of another number. */
  public Block asPartition(long newPartition) {
    return newPartition == partition ? this : inBatch(batchTime, newPartition);
  }

  /** The same records as a partition of another batch. */
  public Block inBatch(long newBatchTime, long newPartition) {
    return new Block(newBatchTime, newPartition, records, failure, isLost, updates);
  }

  /**
   * The same block with what goes along for the accumulators of another process.
   *
   * @param newUpdates null for nothing
   */
  public Block withUpdates(byte @Nullable [] newUpdates) {
    return new Block(batchTime, partition, records, failure, isLost, newUpdates);
  }

  /** What goes along for the accumulators of another process, or null. */
  public byte @Nullable [] updates() {
    return updates;
  }

  @Override
  public String toString() {
    String what = isMarker() ? "marker" : "partition " + partition;
    return "Block(" + batchTime + " ms, " + (failure != null ? "failed " : "") + what + ")";
  }
}
