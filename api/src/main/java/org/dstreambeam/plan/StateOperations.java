// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.Partitioner;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.MapWithStateDStream;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.state.MappingSpec;
import org.dstreambeam.state.StateKernel;
import org.dstreambeam.state.UpdateEachKey;
import org.dstreambeam.state.UpdatePartition;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The operations of a stream that remember keys, as both facades declare them. */
public final class StateOperations {

  private static final String LAYERS = "spark.streaming.sessionByKey.deltaChainThreshold";
  private static final int DEFAULT_LAYERS = 20;

  private StateOperations() {}

  /**
   * The state of each key, updated in every batch.
   *
   * @param keepsKeys whether the result is known to be partitioned so
   * @param initial the states before the first batch; null for none
   */
  public static <K, V, S> DStream<Tuple2<K, S>> updateStateByKey(
      DStream<Tuple2<K, V>> stream,
      UpdateEachKey.Update<K, V, S> update,
      Partitioner partitioner,
      boolean keepsKeys,
      @Nullable RDD<Tuple2<K, S>> initial) {
    return updateStateByKey(
        stream,
        new UpdateEachKey<>(update, initial == null ? null : initial.dataset()),
        partitioner,
        keepsKeys);
  }

  /** As the other, with a function that updates all keys of a partition. */
  public static <K, V, S> DStream<Tuple2<K, S>> updateStateByKey(
      DStream<Tuple2<K, V>> stream,
      UpdatePartition.Update<K, V, S> update,
      Partitioner partitioner,
      boolean keepsKeys,
      @Nullable RDD<Tuple2<K, S>> initial) {
    return updateStateByKey(
        stream,
        new UpdatePartition<>(
            update, keepsKeys ? null : partitioner, initial == null ? null : initial.dataset()),
        partitioner,
        keepsKeys);
  }

  private static <K, V, S> DStream<Tuple2<K, S>> updateStateByKey(
      DStream<Tuple2<K, V>> stream,
      StateKernel<?, ?, ?> kernel,
      Partitioner partitioner,
      boolean keepsKeys) {
    DStream<Tuple2<K, S>> states =
        Operations.derive(
            stream,
            new StatefulNode(
                "updateStateByKey",
                stream.node(),
                DealShuffle.<K, V>place(partitioner),
                kernel,
                stream.slideDuration(),
                keepsKeys,
                CallSite.here()));
    StreamSettings settings = stream.context().lifecycle().plan().settings();
    settings.persist(states.node(), StorageLevel.MEMORY_ONLY_SER());
    return states;
  }

  /** What the function of {@code spec} makes of each record, and of keys that time out. */
  public static <K, V, S, R> MapWithStateDStream<K, V, S, R> mapWithState(
      DStream<Tuple2<K, V>> stream, StateSpec<K, V, S, R> described) {
    MappingSpec<K, V, S, R> spec = (MappingSpec<K, V, S, R>) described; // there is no other
    int layers = stream.context().sparkContext().conf().getInt(LAYERS, DEFAULT_LAYERS);
    StatefulNode node =
        new StatefulNode(
            "mapWithState",
            stream.node(),
            DealShuffle.<K, V>place(partitioner(stream, described)),
            spec.kernel(layers),
            stream.slideDuration(),
            false,
            CallSite.here());
    return Operations.declared(new MappedWithState<>(stream.context(), node));
  }

  /** Where the keys of {@code described} go. */
  public static <K, V> Partitioner partitioner(
      DStream<Tuple2<K, V>> stream, StateSpec<K, V, ?, ?> described) {
    Partitioner partitioner = ((MappingSpec<K, V, ?, ?>) described).partitioner();
    return partitioner == null ? Operations.defaultPartitioner(stream) : partitioner;
  }
}
