// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StateSpec;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * What a program says of its {@code mapWithState}. As on Spark initial states and a timeout may
 * also be set after the call, until the context starts; the partitioner is the one of that time.
 */
public final class MappingSpec<K, V, S, R> extends StateSpec<K, V, S, R> {

  private static final long serialVersionUID = 1L;

  private final TaskFunction<MapWithState.Mapping<K, V, S, R>> mapping;
  private transient @Nullable RDD<Tuple2<K, S>> initial;
  private @Nullable Partitioner partitioner;
  private @Nullable Duration timeout;

  /**
   * Throws an undeclared {@code SparkException} if the function cannot travel: {@code Task not
   * serializable}.
   */
  public MappingSpec(MapWithState.Mapping<K, V, S, R> mapping) {
    this.mapping = TaskFunction.of(mapping);
  }

  @Override
  public StateSpec<K, V, S, R> initialState(RDD<Tuple2<K, S>> rdd) {
    this.initial = rdd;
    return this;
  }

  @Override
  public StateSpec<K, V, S, R> initialState(JavaPairRDD<K, S> javaPairRDD) {
    return initialState(javaPairRDD.rdd());
  }

  @Override
  public StateSpec<K, V, S, R> numPartitions(int numPartitions) {
    return partitioner(new HashPartitioner(numPartitions));
  }

  @Override
  public StateSpec<K, V, S, R> partitioner(Partitioner newPartitioner) {
    this.partitioner = newPartitioner;
    return this;
  }

  @Override
  public StateSpec<K, V, S, R> timeout(Duration idleDuration) {
    this.timeout = idleDuration;
    return this;
  }

  /** Null unless it was set. */
  public @Nullable Partitioner partitioner() {
    return partitioner;
  }

  /** After how long without records a key times out; null for never. */
  @Nullable Duration timeout() {
    return timeout;
  }

  /** The states before the first batch; null for none. */
  @Nullable Dataset<?> initial() {
    return initial == null ? null : initial.dataset();
  }

  /** The operation, which asks for the rest when the context starts. */
  public MapWithState<K, V, S, R> kernel(int mostLayers) {
    return new MapWithState<>(mapping, this, mostLayers);
  }
}
