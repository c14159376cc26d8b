// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The records of an operation that calls a function of the program's for each. Knows which
 * operation it is, so that a failure can be traced to it; that costs nothing per record.
 */
abstract class StepIterator<O> implements Iterator<O> {

  private @Nullable Object operation;

  /** Says whose records these are; who says it first is right, others only pass them on. */
  final void of(Object owner) {
    if (operation == null) {
      operation = owner;
    }
  }

  /** Throws what the function threw. Write {@code throw failed(e)}. */
  final RuntimeException failed(Throwable failure) {
    if (operation != null) {
      FailedOperation.note(failure, operation);
    }
    throw Rethrow.as(failure);
  }
}
