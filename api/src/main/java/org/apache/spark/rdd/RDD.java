// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.rdd;

import java.util.List;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.Checkpoints;
import org.dstreambeam.files.FileOutputs;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.UnionDataset;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Serializable;
import scala.reflect.ClassTag;

/**
 * A partitioned collection of records, computed when an action asks for it.
 *
 * <p>It can be serialised, for the sake of functions that capture one, but what comes out on the
 * other side has no context: operations on it fail.
 *
 * @param <T> type of the records
 */
public class RDD<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Dataset<T> dataset;

  /** An RDD over {@code dataset}, in the dataset's context. */
  public RDD(Dataset<T> dataset) {
    this.dataset = dataset;
  }

  /**
   * What this is a shell of.
   *
   * @throws RuntimeException an undeclared {@link SparkException} inside a task: operations belong
   *     to the driver
   */
  public Dataset<T> dataset() {
    if (dataset == null) {
      throw Rethrow.as(
          new SparkException(
              "This RDD lacks a SparkContext. It could happen in the following cases:\n"
                  + "(1) RDD transformations and actions are NOT invoked by the driver, but inside of"
                  + " other transformations; for example, rdd1.map(x => rdd2.values.count() * x) is"
                  + " invalid because the values transformation and count action cannot be performed"
                  + " inside of the rdd1.map transformation. For more information, see SPARK-5063.\n"
                  + "(2) When a Spark Streaming job recovers from checkpoint, this exception will be"
                  + " hit if a reference to an RDD not defined by the streaming job is used in"
                  + " DStream operations. For more information, See SPARK-13758."));
    }
    return dataset;
  }

  /** Unique within the context. */
  public int id() {
    return dataset().id();
  }

  public final int getNumPartitions() {
    return dataset().partitions();
  }

  public SparkContext context() {
    return dataset().context();
  }

  public SparkContext sparkContext() {
    return dataset().context();
  }

  public Option<Partitioner> partitioner() {
    return Option.apply(dataset().partitioner());
  }

  public ClassTag<T> elementClassTag() {
    return ClassTags.any();
  }

  /** Null unless it was given one. */
  public @Nullable String name() {
    return dataset().name();
  }

  public RDD<T> setName(@Nullable String name) {
    dataset().setName(name);
    return this;
  }

  /**
   * Keeps the records once they are computed; in memory, whatever the level.
   *
   * @throws UnsupportedOperationException if another level was set before
   */
  public RDD<T> persist(StorageLevel level) {
    dataset().persist(level);
    return this;
  }

  public RDD<T> persist() {
    return persist(StorageLevel.MEMORY_ONLY());
  }

  public RDD<T> cache() {
    return persist();
  }

  /**
   * Forgets the records that were kept.
   *
   * @param blocking has no effect: it is done at once
   */
  public RDD<T> unpersist(boolean blocking) {
    dataset().unpersist();
    return this;
  }

  public boolean unpersist$default$1() {
    return false;
  }

  public StorageLevel getStorageLevel() {
    return dataset().storageLevel();
  }

  /** The records of both, duplicates kept. */
  public RDD<T> union(RDD<T> other) {
    return new RDD<>(UnionDataset.of(context(), List.of(dataset(), other.dataset())));
  }

  public long count() {
    return dataset().count();
  }

  public boolean isEmpty() {
    return dataset().isEmpty();
  }

  /** All records, in an array of objects. */
  public Object collect() {
    return dataset().collect().toArray();
  }

  /** The first records, in an array of objects. */
  public Object take(int num) {
    return dataset().take(num).toArray();
  }

  /**
   * The first record.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public T first() {
    List<T> first = dataset().take(1);
    if (first.isEmpty()) {
      throw new SparkUnsupportedOperationException("empty collection");
    }
    return first.get(0);
  }

  /** Writes a line per record, its {@code toString}, to a part file per partition. */
  public void saveAsTextFile(String path) {
    FileOutputs.text(dataset(), path, null);
  }

  /** As {@link #saveAsTextFile(String)}, compressed; null for the configured codec, if any. */
  public void saveAsTextFile(String path, @Nullable Class<? extends CompressionCodec> codec) {
    FileOutputs.text(dataset(), path, codec);
  }

  /** Writes sequence files of Java-serialised arrays of ten records, one per partition. */
  public void saveAsObjectFile(String path) {
    FileOutputs.objects(dataset(), path);
  }

  /**
   * Marks this to be written to the context's checkpoint directory after the first action that uses
   * it; it is read from there ever after. Computed twice, unless persisted.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if there is no such directory
   */
  public void checkpoint() {
    Checkpoints.mark(dataset());
  }

  /** Whether there is a checkpoint; not if one is only asked for. */
  public boolean isCheckpointed() {
    return dataset().checkpoint() != null;
  }

  /** The directory of the checkpoint, as a URI, once there is one. */
  public Option<String> getCheckpointFile() {
    return Option.apply(Checkpoints.fileOf(dataset()));
  }

  public JavaRDD<T> toJavaRDD() {
    return new JavaRDD<>(this, elementClassTag());
  }

  /** {@code MapPartitionsRDD[1] at map at WordCount.java:12}, after the name, if it has one. */
  @Override
  public String toString() {
    return dataset().toString();
  }
}
