// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.Iterator;
import org.dstreambeam.task.LocalTask;

/**
 * A narrow step that knows which operation of the program it is, so that a failure can name it.
 *
 * @param operation {@code map at App.java:12}
 */
public record LocatedStep<I, O>(NarrowFunction<I, O> step, String operation)
    implements NarrowFunction<I, O>, Serializable {

  @Override
  public Iterator<O> apply(int partition, Iterator<I> records) throws Exception {
    return apply(step, operation, partition, records);
  }

  @Override
  public boolean isPure() {
    return step.isPure();
  }

  /**
   * Starts a task of {@code step} on behalf of {@code operation}, which is asked for its text only
   * if it fails.
   */
  public static <I, O> Iterator<O> apply(
      NarrowFunction<I, O> step, Object operation, int partition, Iterator<I> records)
      throws Exception {
    Iterator<O> results;
    try {
      results = step.apply(partition, records);
    } catch (Throwable e) {
      FailedOperation.noteUnlessUnsure(e, operation);
      throw e;
    }
    if (results instanceof StepIterator<?> known) {
      known.of(operation);
    } else if (!(results instanceof CountableIterator<?>)) { // those are ours, and call nobody
      LocalTask task = LocalTask.current();
      if (task != null) {
        task.hasOpaqueStep();
      }
    }
    return results;
  }
}
