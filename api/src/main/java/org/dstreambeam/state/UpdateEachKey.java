// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** {@code updateStateByKey} with a function of one key. */
public final class UpdateEachKey<K, V, S> extends UpdateState<K, V, S> {

  private static final long serialVersionUID = 1L;

  /** The user's function, behind whichever of the API's interfaces it came. */
  @FunctionalInterface
  public interface Update<K, V, S> extends Serializable {

    /**
     * @param batchTime epoch milliseconds
     * @param values those of the batch, which may be none
     * @param state absent if the key is new
     * @return the state from now on; absent if the key is to be forgotten
     */
    Optional<S> call(long batchTime, K key, List<V> values, Optional<S> state) throws Exception;
  }

  private final TaskFunction<Update<K, V, S>> function;

  /**
   * @param initial the state before the first batch; null for none
   */
  public UpdateEachKey(Update<K, V, S> function, @Nullable Dataset<?> initial) {
    super(initial);
    this.function = TaskFunction.of(function);
  }

  @Override
  Pairs<K, S> update(Batch batch, KnownKeys<K, V, S> keys) throws Exception {
    Update<K, V, S> update = function.perTask();
    Pairs.Builder<K, S> after = new Pairs.Builder<>(keys.size());
    for (int number : keys.order()) {
      K key = keys.key(number);
      // A copy: what is changed in place must not be changed in the state before, too.
      Optional<S> before =
          keys.hasState(number)
              ? Optional.ofNullable(RecordCopy.of(keys.state(number)))
              : Optional.empty();
      Optional<S> state = update.call(batch.time(), key, keys.values(number), before);
      if (state.isPresent()) {
        after.add(new Tuple2<>(key, state.get()), keys.hashCode(number));
      }
    }
    return after.build();
  }
}
