// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

/** What a task has opened and reads lazily. */
public final class OpenResources {

  private OpenResources() {}

  /** Closes {@code resource} when the current task ends; outside a task the caller has to. */
  public static void closeAtEnd(AutoCloseable resource) {
    LocalTask task = LocalTask.current();
    if (task != null) {
      task.addTaskCompletionListener(
          context -> {
            try {
              resource.close();
            } catch (RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException("What the task read cannot be closed", e);
            }
          });
    }
  }
}
