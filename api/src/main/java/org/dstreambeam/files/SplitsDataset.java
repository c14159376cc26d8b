// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/** {@code mapPartitionsWithInputSplit}: each partition with the split that it was read from. */
public final class SplitsDataset<S, I, O> extends Dataset<O> {

  /** The split that a partition is read from. */
  private interface SplitOf<S> extends Serializable {
    S apply(int partition);
  }

  private final Dataset<I> parent;
  private final SplitOf<S> split;
  private final TaskFunction<Function2<S, Iterator<I>, Iterator<O>>> function;
  private final boolean keepsPartitioning;
  private final String kind;

  private SplitsDataset(
      Dataset<I> parent,
      SplitOf<S> split,
      Function2<S, Iterator<I>, Iterator<O>> function,
      boolean keepsPartitioning,
      String kind) {
    super(parent.context());
    this.parent = parent;
    this.split = split;
    this.function = TaskFunction.of(function);
    this.keepsPartitioning = keepsPartitioning;
    this.kind = kind;
  }

  /**
   * @param parent what {@code hadoopFile} or {@code hadoopRDD} gave
   */
  public static <I, O> Dataset<O> of(
      Dataset<I> parent,
      Function2<org.apache.hadoop.mapred.InputSplit, Iterator<I>, Iterator<O>> function,
      boolean keepsPartitioning) {
    return new SplitsDataset<>(
        parent,
        ((HadoopDataset<?, ?>) parent)::split,
        function,
        keepsPartitioning,
        "HadoopMapPartitionsWithSplitRDD");
  }

  /**
   * @param parent what {@code newAPIHadoopFile} or {@code newAPIHadoopRDD} gave
   */
  public static <I, O> Dataset<O> ofNew(
      Dataset<I> parent,
      Function2<org.apache.hadoop.mapreduce.InputSplit, Iterator<I>, Iterator<O>> function,
      boolean keepsPartitioning) {
    return new SplitsDataset<>(
        parent,
        ((NewHadoopDataset<?, ?>) parent)::split,
        function,
        keepsPartitioning,
        "NewHadoopMapPartitionsWithSplitRDD");
  }

  @Override
  public int partitions() {
    return parent.partitions();
  }

  @Override
  public Iterator<O> compute(int partition) throws Exception {
    return function.perTask().call(split.apply(partition), parent.iterator(partition));
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of(parent);
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return keepsPartitioning ? parent.partitioner() : null;
  }

  @Override
  public String kind() {
    return kind;
  }
}
