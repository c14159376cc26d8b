// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A narrow step over one user function. Two are equal if they do the same with functions that are
 * equal when serialised, so a step that is declared again is recognised.
 *
 * @param kind what is done with the function, in a word
 * @param function the user's function
 * @param body what is done with it: the same for all steps of the kind
 */
record FunctionStep<F, I, O>(String kind, TaskFunction<F> function, Body<F, I, O> body)
    implements NarrowFunction<I, O> {

  /** Starts a task with the task's own function. */
  @FunctionalInterface
  interface Body<F, I, O> extends Serializable {
    Iterator<O> apply(F function, int partition, Iterator<I> records) throws Exception;
  }

  /** The body does not count: that of a step that has travelled is another object. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FunctionStep<?, ?, ?> that
        && kind.equals(that.kind)
        && function.equals(that.function);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + function.hashCode();
  }

  @Override
  public Iterator<O> apply(int partition, Iterator<I> records) throws Exception {
    return body.apply(function.perTask(), partition, records);
  }

  @Override
  public boolean isPure() {
    return function.isShareable();
  }

  @Override
  public @Nullable Object userFunction() {
    return function.isShareable() ? function.perTask() : null;
  }
}
