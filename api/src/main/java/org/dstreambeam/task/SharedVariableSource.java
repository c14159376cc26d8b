// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

/**
 * Where a JVM that runs tasks of a program finds the shared variables that another JVM has made.
 * Found by {@link java.util.ServiceLoader}.
 */
public interface SharedVariableSource {

  /**
   * Makes the variables known that the program of the calling task was submitted with, if they are
   * not yet. Called when a task refers to one that is not known, with the task's context class
   * loader.
   */
  void load();
}
