// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.ConcatIterator;
import org.dstreambeam.compute.CountableIterator;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.plan.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * The records of an RDD and how to compute them: a lazy node of the lineage, immutable but for its
 * name and for being persisted. Knows its context, so that {@code new RDD<>(dataset)} suffices.
 *
 * <p>Subclasses, also those of other modules, say how a partition is computed; they take the
 * records of their parents from {@link #iterator}, which honours {@link #persist}, and not from
 * {@link #compute}. May be used by several threads.
 *
 * <p>Actions run on the calling thread and the threads of the context. They throw, undeclared as in
 * Spark, the {@link SparkException} {@code Job aborted due to stage failure: ...} if a task fails,
 * with what the task threw as its cause, and {@link InterruptedException} if the calling thread is
 * interrupted, which cancels the job.
 *
 * <p>It travels only with a whole program: nothing but the steps that lead to the records then, and
 * the context becomes that of the JVM it gets to.
 *
 * @param <T> type of the records
 */
public abstract class Dataset<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SparkContext context;
  private final CallSite callSite;
  private final int id;
  private volatile @Nullable String name;
  private volatile StorageLevel storageLevel = StorageLevel.NONE();
  private transient volatile @Nullable PartitionCache<T> cache;
  private transient volatile @Nullable Ahead ahead;
  private transient CheckpointMark<T> checkpoint = new CheckpointMark<>(this);

  /** A dataset declared by the program, which is found on the stack. */
  protected Dataset(SparkContext context) {
    this(context, JobProperties.callSite(context.getLocalProperties()));
  }

  /** A dataset that stands for something declared elsewhere, such as a batch of a stream. */
  protected Dataset(SparkContext context, CallSite callSite) {
    this.context = context;
    this.callSite = callSite;
    this.id = context.newRddId();
  }

  /** What programs see of this: an RDD of the class that they expect. */
  public RDD<T> toRdd() {
    return new RDD<>(this);
  }

  /** Number of partitions; may be 0. */
  public abstract int partitions();

  /**
   * The records of one partition, computed anew; single-pass, lazy, consumed on the calling thread.
   *
   * @throws Exception what a user function throws
   */
  public abstract Iterator<T> compute(int partition) throws Exception;

  /** What this is computed from. */
  public abstract List<Dataset<?>> parents();

  /** Whether a shuffle lies between this and the parent of that number. */
  boolean shuffles(int parent) {
    return false;
  }

  /** How the records are partitioned by key, if that is known. */
  public @Nullable Partitioner partitioner() {
    return null;
  }

  /** The name of Spark's class that does the same, for {@link #toString}. */
  public String kind() {
    return getClass().getSimpleName();
  }

  /** Unique within the context, ascending in order of creation. */
  public final int id() {
    return id;
  }

  public final SparkContext context() {
    return context;
  }

  public final CallSite callSite() {
    return callSite;
  }

  /** Null unless {@linkplain #setName given}. */
  public final @Nullable String name() {
    return name;
  }

  public final void setName(@Nullable String name) {
    this.name = name;
  }

  /** The records of one partition, from memory if this is persisted, else computed. */
  public final Iterator<T> iterator(int partition) throws Exception {
    PartitionCache<T> kept = cache;
    return kept == null ? computeOrRead(partition) : kept.iterator(partition);
  }

  /** Computes a partition, or reads it from the checkpoint, if there is one. */
  final Iterator<T> computeOrRead(int partition) throws Exception {
    Dataset<T> saved = checkpoint.saved();
    if (saved != null) {
      return saved.compute(partition);
    }
    try {
      return compute(partition);
    } catch (Throwable e) {
      FailedOperation.noteUnlessUnsure(e, this);
      throw e;
    }
  }

  /**
   * Marks this for a checkpoint: the first job that uses it writes it, and computes it a second
   * time to do so. Marked after such a job it is never written, as on Spark.
   */
  public final void markForCheckpoint(Checkpointer checkpointer) {
    checkpoint.mark(checkpointer);
  }

  /** What reads the checkpoint; null while there is none. */
  public final @Nullable Dataset<T> checkpoint() {
    return checkpoint.saved();
  }

  /** A job has used this: checkpoints that wait for that are written. */
  final void afterJob() throws Exception {
    checkpoint.afterJob();
  }

  /**
   * Keeps every partition once it is computed. All levels keep it in memory, as objects.
   *
   * @throws UnsupportedOperationException if it was persisted with another level
   */
  public final synchronized void persist(StorageLevel level) {
    if (!storageLevel.equals(StorageLevel.NONE()) && !storageLevel.equals(level)) {
      throw new SparkUnsupportedOperationException(
          "Cannot change storage level of an RDD after it was already assigned a level");
    }
    storageLevel = level;
    context.localScheduler().persisted().add(this);
    if (cache == null && level.isValid()) {
      cache = new PartitionCache<>(this);
    }
  }

  /**
   * Answers {@code level} from now on, and keeps the records only if they would be kept as objects:
   * for a dataset whose records are in memory anyway.
   */
  protected final synchronized void persistCheaply(StorageLevel level) {
    if (level.deserialized()) {
      persist(level);
    } else {
      storageLevel = level;
    }
  }

  /** Forgets what {@link #persist} kept, and that it was called. */
  public final synchronized void unpersist() {
    storageLevel = StorageLevel.NONE();
    context.localScheduler().persisted().remove(this);
    cache = null;
  }

  public final StorageLevel storageLevel() {
    return storageLevel;
  }

  /**
   * Whether later computations may come upon the very objects that this one hands out. Results of
   * actions are copied then: on Spark they are, since they travel serialised.
   */
  public boolean sharesRecords() {
    return cache != null
        || (checkpoint() == null && parents().stream().anyMatch(Dataset::sharesRecords));
  }

  /**
   * Whether {@link #compute} hands out the same object again and again with other content, as
   * readers of Hadoop's files do. Who keeps such records needs copies.
   */
  public boolean reusesRecords() {
    return checkpoint() == null && parents().stream().anyMatch(Dataset::reusesRecords);
  }

  /**
   * Runs the stages that must be complete before a partition of this can be computed.
   *
   * @param visited the datasets this was called for within the job
   */
  void prepare(Set<Dataset<?>> visited) throws Exception {
    if (visited.add(this) && !isKept()) {
      for (Dataset<?> parent : parents()) {
        parent.prepare(visited);
      }
    }
  }

  /** Whether all partitions are in memory, or in a checkpoint. */
  final boolean isKept() {
    PartitionCache<T> kept = cache;
    return checkpoint() != null || (kept != null && kept.isComplete());
  }

  /** This dataset, then {@code function} on each partition. */
  public <O> Dataset<O> narrow(NarrowFunction<T, O> function, boolean keepsPartitioning) {
    return derive(function, () -> new NarrowDataset<>(this, function, keepsPartitioning));
  }

  /**
   * What a step makes of this.
   *
   * @param step a narrow function or a shuffle, which {@code otherwise} applies
   */
  protected <O> Dataset<O> derive(Object step, Supplier<Dataset<O>> otherwise) {
    Ahead known = ahead;
    return known == null ? otherwise.get() : known.derive(step, otherwise);
  }

  /** Has steps from here give what was computed already. */
  public final void knowAhead(Ahead known) {
    this.ahead = known;
  }

  /** All records, by partition. */
  public final List<T> collect() {
    List<T> all = new ArrayList<>();
    for (List<T> records : Jobs.lists(this, 0, partitions(), Integer.MAX_VALUE)) {
      all.addAll(records);
    }
    return all;
  }

  /**
   * The first {@code n} records, by partition; fewer if there are fewer, none if {@code n} is not
   * positive. Computes no more partitions and records than it takes.
   */
  public List<T> take(int n) {
    return Jobs.take(this, n);
  }

  /** Number of records. */
  public long count() {
    return Jobs.results(this, CountableIterator::count).stream().mapToLong(Long::longValue).sum();
  }

  /** Computes no more than it takes to find one record. */
  public boolean isEmpty() {
    return partitions() == 0 || take(1).isEmpty();
  }

  /** Calls the function for each record, in tasks. */
  public final void foreach(VoidFunction<T> function) {
    TaskFunction<VoidFunction<T>> task = TaskFunction.of(function);
    Jobs.run(
        this,
        records -> {
          VoidFunction<T> each = task.perTask();
          while (records.hasNext()) {
            each.call(records.next());
          }
        });
  }

  /** Calls the function once per partition, in tasks, also for an empty one. */
  public final void foreachPartition(VoidFunction<Iterator<T>> function) {
    TaskFunction<VoidFunction<Iterator<T>>> task = TaskFunction.of(function);
    Jobs.run(this, records -> task.perTask().call(records));
  }

  /** Runs a task on each partition, also on an empty one. */
  public final void runTasks(PartitionTask<T> task) {
    Jobs.results(
        this,
        0,
        partitions(),
        (partition, records) -> {
          task.run(partition, records);
          return true;
        });
  }

  /**
   * Combines all records; partition results are combined on the calling thread, by partition.
   *
   * @throws UnsupportedOperationException {@code empty collection}, if there is no record
   */
  public final T reduce(Function2<T, T, T> function) {
    return Jobs.reduce(this, function);
  }

  /**
   * Combines all records with {@code zero}, once per partition and once more on the calling thread.
   *
   * @param zero start value; each task works on a copy
   */
  public final T fold(T zero, Function2<T, T, T> function) {
    return Jobs.fold(this, zero, function);
  }

  /**
   * Adds records to {@code zero} per partition, then combines what the partitions give, by
   * partition, with {@code zero} on the calling thread.
   *
   * @param zero start value; each task works on a copy
   */
  public final <U> U aggregate(U zero, Function2<U, T, U> seqOp, Function2<U, U, U> combOp) {
    return Jobs.aggregate(this, zero, seqOp, combOp);
  }

  /**
   * The records of some partitions, in the order in which they are named.
   *
   * @throws IllegalArgumentException if there is no such partition
   */
  public final List<List<T>> collectPartitions(int[] partitions) {
    return Jobs.partitions(this, partitions);
  }

  /** All records, by partition; a job per partition, when the iterator gets there. */
  public final Iterator<T> toLocalIterator() {
    return new ConcatIterator<>(
        partitions(),
        partition ->
            Jobs.lists(this, partition, partition + 1, Integer.MAX_VALUE).get(0).iterator());
  }

  /**
   * The records of one partition, computed on the calling thread as they are asked for, without a
   * job; a shuffle before is done first.
   *
   * @throws IndexOutOfBoundsException if there is no such partition
   */
  public final Iterator<T> iterator(Partition partition) {
    int index = Objects.checkIndex(partition.index(), partitions());
    try {
      Iterator<T> records = iterator(index);
      return sharesRecords() ? RecordCopy.each(records) : records;
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /**
   * Computes all partitions side by side, in one job; a partition that fails leaves the others
   * alone. A failure of a stage before fails them all, as does a checkpoint that cannot be written.
   *
   * @param properties the local properties of the job; not changed any more
   * @return what {@code sink} makes of each partition
   * @throws InterruptedException if the calling thread is interrupted
   */
  public final <R> List<R> computeAll(Properties properties, PartitionSink<R> sink)
      throws InterruptedException {
    return Jobs.computeAll(this, properties, sink);
  }

  /** A dataset without partitions. */
  public static Dataset<?> empty(SparkContext context) {
    return new EmptyDataset<>(context);
  }

  /** The records of all, see {@link UnionDataset#of}. */
  public static <T> Dataset<T> union(SparkContext context, List<Dataset<T>> datasets) {
    return UnionDataset.of(context, datasets);
  }

  /** See {@link ShuffledDataset#of}. */
  public static <I, M, O> Dataset<O> shuffled(Dataset<I> parent, Shuffle<I, M, O> shuffle) {
    return ShuffledDataset.of(parent, shuffle);
  }

  /** See {@link ShuffledDataset#ofAll}. */
  public static <I, O> Dataset<O> shuffledAll(List<Dataset<I>> parents, Shuffle<I, I, O> shuffle) {
    return ShuffledDataset.ofAll(parents, shuffle);
  }

  /** What was kept stays behind; whether it is to be kept does not. */
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    checkpoint = new CheckpointMark<>(this);
    StorageLevel level = storageLevel;
    if (!level.equals(StorageLevel.NONE())) {
      storageLevel = StorageLevel.NONE();
      persist(level);
    }
  }

  /** {@code name Kind[id] at operation at File.java:12}. */
  @Override
  public String toString() {
    String prefix = name == null ? "" : name + " ";
    return prefix + kind() + "[" + id + "] at " + callSite;
  }
}
