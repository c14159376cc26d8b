// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/** {@code updateStateByKey} with a function of one key. */
public final class UpdateEachKey<K, V, S> extends UpdateState<K, V, S> {

  private static final long serialVersionUID = 1L;

  /** The user's function, behind whichever of the API's interfaces it came. */
  @FunctionalInterface
  public interface Update<K, V, S> extends Serializable {

    /**
     * @param batchTime epoch milliseconds
     * @param values those of the batch, which may be none
     * @param known whether the key has a state
     * @param before its state, which may be null; null if the key is new
     * @param after takes the state from now on; not called if the key is to be forgotten
     */
    void call(
        long batchTime, K key, List<V> values, boolean known, @Nullable S before, Consumer<S> after)
        throws Exception;
  }

  private final TaskFunction<Update<K, V, S>> function;

  /**
   * @param initial the state before the first batch; null for none
   */
  public UpdateEachKey(Update<K, V, S> function, @Nullable Dataset<?> initial) {
    super(initial);
    this.function = TaskFunction.of(function);
  }

  private UpdateEachKey(TaskFunction<Update<K, V, S>> function, Dataset<?> initial) {
    super(initial);
    this.function = function;
  }

  @Override
  public UpdateEachKey<K, V, S> beginningWith(Dataset<?> pairs) {
    return new UpdateEachKey<>(function, pairs);
  }

  @Override
  Pairs<K, S> update(Batch batch, KnownKeys<K, V, S> keys) throws Exception {
    Update<K, V, S> update = function.perTask();
    States<K, V, S> after = new States<>(keys);
    for (int number : keys.order()) {
      boolean known = keys.hasState(number);
      after.number = number;
      update.call(
          batch.time(),
          keys.key(number),
          keys.values(number),
          known,
          // A copy: what is changed in place must not be changed in the state before, too.
          known ? RecordCopy.of(keys.state(number)) : null,
          after);
    }
    return after.pairs.build();
  }

  /** Takes the states of the keys, one after the other. */
  private static final class States<K, V, S> implements Consumer<S> {
    private final KnownKeys<K, V, S> keys;
    private final Pairs.Builder<K, S> pairs;
    private int number;

    States(KnownKeys<K, V, S> keys) {
      this.keys = keys;
      this.pairs = new Pairs.Builder<>(keys.size());
      if (!keys.areImmutable()) {
        pairs.keysMayChange();
      }
    }

    @Override
    public void accept(S state) {
      pairs.addKnown(keys.key(number), state, keys.hashCode(number));
    }
  }
}
