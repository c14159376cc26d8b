// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A narrow step over one user function. Two are equal if they do the same with functions that are
 * equal when serialised, so a step that is declared again is recognised.
 *
 * @param function the user's function
 * @param body what is done with it: an instance that is the same for all steps of the kind
 */
record FunctionStep<F, I, O>(TaskFunction<F> function, Body<F, I, O> body)
    implements NarrowFunction<I, O> {

  /** Starts a task with the task's own function. */
  @FunctionalInterface
  interface Body<F, I, O> extends Serializable {
    Iterator<O> apply(F function, int partition, Iterator<I> records) throws Exception;
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
