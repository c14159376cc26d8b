// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A step that needs no other partition: the records of one partition in, records out.
 *
 * <p>Called once per partition and batch (a <em>task</em>), also for an empty partition. The
 * returned iterator is consumed once, on the calling thread, and works lazily: a step that is never
 * drained never runs.
 *
 * @param <I> type of the records that come in
 * @param <O> type of the records that go out
 */
@FunctionalInterface
public interface NarrowFunction<I, O> extends Serializable {

  /**
   * Starts one task.
   *
   * @param partition index of the partition among its siblings
   * @param records the partition's records, single-pass
   */
  Iterator<O> apply(int partition, Iterator<I> records) throws Exception;

  /**
   * Whether the result depends on the records alone, as far as can be seen (no user function in it
   * carries something that a call, or the program, could change), and a step that is declared alike
   * is equal to this one.
   */
  default boolean isPure() {
    return false;
  }

  /** The user's function in a step that {@linkplain #isPure is pure}; null if it has none. */
  default @Nullable Object userFunction() {
    return null;
  }

  /** This step, then {@code next}, fused: no collection in between. */
  default <P> NarrowFunction<I, P> andThen(NarrowFunction<? super O, P> next) {
    return (partition, records) -> {
      @SuppressWarnings(
          "unchecked") // an Iterator only produces: Iterator<O> is an Iterator<? super O>
      Iterator<Object> between = (Iterator<Object>) apply(partition, records);
      @SuppressWarnings("unchecked")
      NarrowFunction<Object, P> step = (NarrowFunction<Object, P>) next;
      return step.apply(partition, between);
    };
  }
}
