// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

import java.util.OptionalInt;

/** A runner, found by {@link java.util.ServiceLoader}. */
public interface StreamingBackend {

  /** What {@code spark.dstreambeam.runner} calls it: {@code direct}, {@code flink}. */
  String name();

  /** Whether programs with this {@code spark.master} can run here. */
  boolean runs(String master);

  /**
   * How many tasks the cluster at {@code spark.master} can run at once, those of other programs
   * included: the default number of partitions depends on it.
   *
   * @return empty if the master is no cluster, or none answers; {@link #start} says so then
   */
  default OptionalInt cores(String master) {
    return OptionalInt.empty();
  }

  /** Whether it writes checkpoints, and starts programs from them. */
  boolean recovers();

  /**
   * Starts the program and returns once it is running.
   *
   * @throws RuntimeException if it cannot be started; nothing is left running then
   */
  StreamingExecution start(StreamingProgram program);
}
