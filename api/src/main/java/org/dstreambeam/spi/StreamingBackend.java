// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

/** A runner, found by {@link java.util.ServiceLoader}. */
public interface StreamingBackend {

  /** Whether programs with this {@code spark.master} run here. */
  boolean runs(String master);

  /**
   * Starts the program and returns once it is running.
   *
   * @throws RuntimeException if it cannot be started; nothing is left running then
   */
  StreamingExecution start(StreamingProgram program);
}
