// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.LocalTask.Noted;
import org.jspecify.annotations.Nullable;

/**
 * Says which operation an exception comes from, and where it was declared. Type and text of the
 * exception are Spark's or the user's and name neither; so this rides along as a suppressed
 * exception, to be read in the stack trace. There is one on an exception at most: of an object that
 * is thrown again and again it tells the latest failure.
 */
public final class FailedOperation extends Exception {

  private static final long serialVersionUID = 1L;

  /** Causes can run in circles. */
  private static final int DEEPEST_CAUSE = 32;

  private volatile String text;
  private volatile boolean isAround;

  private FailedOperation(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  /**
   * Throws {@code failure}, which says from now on that {@code site} failed, unless it says
   * something already. Write {@code throw FailedOperation.rethrow(...)}.
   */
  public static RuntimeException rethrow(Throwable failure, Object site, String what) {
    if (on(failure) == null) { // its causes may tell more, but not this
      mark(failure, site + " failed: " + what);
    }
    throw Rethrow.as(failure);
  }

  /**
   * Has {@code failure} say {@code text}, unless it or one of its causes says something already.
   */
  public static void markUnlessMarked(Throwable failure, String text) {
    if (in(failure) == null) {
      mark(failure, text);
    }
  }

  /**
   * As {@link #markUnlessMarked}, for what runs the program's driver functions: it knows least, and
   * so gives way to others, but not to what it said itself when the same object was thrown before.
   */
  public static void markAround(Throwable failure, String text) {
    FailedOperation present = on(failure);
    if (present != null && present.isAround) {
      present.text = text;
    } else if (in(failure) == null) {
      mark(failure, text);
      present = on(failure);
      if (present != null) {
        present.isAround = true;
      }
    }
  }

  /** What {@code failure} or the nearest of its causes says, or null. */
  public static @Nullable String in(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      FailedOperation found = on(cause);
      if (found != null) {
        return found.text;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static @Nullable FailedOperation on(Throwable failure) {
    for (Throwable suppressed : failure.getSuppressed()) {
      if (suppressed instanceof FailedOperation found) {
        return found;
      }
    }
    return null;
  }

  /** A copy of what {@code from} itself says, if it says something, for {@code to}. */
  public static void copy(Throwable from, Throwable to) {
    FailedOperation found = on(from);
    if (found != null) {
      mark(to, found.text);
    }
  }

  /** The mark itself if {@code failure} takes none, as one without suppression, else null. */
  private static @Nullable FailedOperation mark(Throwable failure, String text) {
    synchronized (failure) { // or else two tasks that throw one object would both add theirs
      FailedOperation present = on(failure);
      if (present != null) {
        present.text = text;
        present.isAround = false;
        return null;
      }
      FailedOperation mark = new FailedOperation(text);
      failure.addSuppressed(mark);
      return on(failure) == null ? mark : null;
    }
  }

  /**
   * Notes in the task of this thread that {@code failure} came up in {@code operation}. The first
   * to note counts, which is the innermost.
   */
  public static void note(Throwable failure, Object operation) {
    LocalTask task = LocalTask.current();
    if (task != null) {
      task.failed(failure, operation);
    }
  }

  /**
   * As {@link #note}, for who runs an operation but does not know whether its input failed: notes
   * nothing if the input holds iterators of the program's, which do not tell.
   */
  public static void noteUnlessUnsure(Throwable failure, Object operation) {
    LocalTask task = LocalTask.current();
    if (task != null && !task.hasOpaqueSteps()) {
      task.failed(failure, operation);
    }
  }

  /** As {@link #note}, for a failure of long ago: it keeps what it says, if it says something. */
  public static void noteKnown(Throwable failure, Object operation) {
    LocalTask task = LocalTask.current();
    if (task != null) {
      task.failed(failure, in(failure) == null ? operation : null);
    }
  }

  /**
   * Has what a task threw say in which operation: {@code in map at App.java:12 (partition 0)}.
   *
   * @param otherwise the operations of the task, if none was noted; null to say nothing then
   * @param where which partition it was
   * @return null; or, if the failure takes no suppressed exception, one for who wraps it
   */
  public static @Nullable FailedOperation report(
      Throwable thrown, LocalTask task, @Nullable String otherwise, String where) {
    if (thrown instanceof InterruptedException
        || (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError))) {
      return null; // says nothing about the operation
    }
    Noted noted = task.notedOf(thrown);
    String operation = noted == null ? otherwise : noted.operation();
    return operation == null
        ? null
        : mark(noted == null ? thrown : noted.failure(), "in " + operation + " (" + where + ")");
  }

  @Override
  public String getMessage() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
