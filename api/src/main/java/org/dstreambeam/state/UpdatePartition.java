// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** {@code updateStateByKey} with a function of all keys of a partition. */
public final class UpdatePartition<K, V, S> extends UpdateState<K, V, S> {

  private static final long serialVersionUID = 1L;

  /** A key, its values in the batch, which may be none, and its state, absent if it is new. */
  public record KnownKey<K, V, S>(K key, List<V> values, @Nullable S state, boolean hasState) {}

  /** The user's function: called once per partition and batch. */
  @FunctionalInterface
  public interface Update<K, V, S> extends Serializable {

    /**
     * @param batchTime epoch milliseconds
     * @param keys single-pass
     * @return the state from now on
     */
    Iterator<Tuple2<K, S>> call(long batchTime, Iterator<KnownKey<K, V, S>> keys) throws Exception;
  }

  private final TaskFunction<Update<K, V, S>> function;
  private final @Nullable Partitioner partitioner;

  /**
   * @param partitioner says where keys belong that the function returns; null if it is not to be
   *     asked
   * @param initial the state before the first batch; null for none
   */
  public UpdatePartition(
      Update<K, V, S> function, @Nullable Partitioner partitioner, @Nullable Dataset<?> initial) {
    super(initial);
    this.function = TaskFunction.of(function);
    this.partitioner = partitioner;
  }

  private UpdatePartition(
      TaskFunction<Update<K, V, S>> function,
      @Nullable Partitioner partitioner,
      Dataset<?> initial) {
    super(initial);
    this.function = function;
    this.partitioner = partitioner;
  }

  @Override
  public UpdatePartition<K, V, S> beginningWith(Dataset<?> pairs) {
    return new UpdatePartition<>(function, partitioner, pairs);
  }

  @Override
  Pairs<K, S> update(Batch batch, KnownKeys<K, V, S> keys) throws Exception {
    Iterator<KnownKey<K, V, S>> known =
        Arrays.stream(keys.order()).mapToObj(number -> of(keys, number)).iterator();
    Pairs.Builder<K, S> after = new Pairs.Builder<>(keys.size());
    Iterator<Tuple2<K, S>> pairs = function.perTask().call(batch.time(), known);
    while (pairs.hasNext()) {
      Tuple2<K, S> pair = pairs.next();
      checkStays(pair._1(), batch.partition());
      after.add(pair);
    }
    return after.build();
  }

  private void checkStays(K key, int partition) {
    if (partitioner != null && partitioner.getPartition(key) != partition) {
      throw new UnsupportedOperationException(
          "updateStateByKey: the function returned the key "
              + key
              + ", which belongs to partition "
              + partitioner.getPartition(key)
              + ", in partition "
              + partition
              + ". Keys of a state cannot move here: map them in the stream that comes out");
    }
  }

  private static <K, V, S> KnownKey<K, V, S> of(KnownKeys<K, V, S> keys, int number) {
    boolean hasState = keys.hasState(number);
    // A copy: what is changed in place must not be changed in the state before, too.
    return new KnownKey<>(
        keys.key(number),
        keys.values(number),
        hasState ? RecordCopy.of(keys.state(number)) : null,
        hasState);
  }
}
