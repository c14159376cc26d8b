// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.dstreambeam.driver.Batches;
import org.dstreambeam.driver.States;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.rdd.Dataset;

/** What transforms need of the program that they are part of, in the JVM where they run. */
public interface HostedProgram {

  /** Under which transforms find it. */
  String id();

  /**
   * The feed of a split, for a reader that begins; the same one for all readers, or one for each.
   *
   * @param source the input stream's name in the plan
   * @throws IllegalArgumentException if there is no such input stream
   */
  BlockFeed open(String source, int split);

  /** A reader is done with what {@link #open} gave it. */
  void close(BlockFeed feed);

  /**
   * What a source has cut, to be read here.
   *
   * @param source the input stream's name in the plan
   * @param cut as the source understands it
   */
  default Dataset<?> read(String source, byte[] cut) {
    throw new UnsupportedOperationException(source + " is read where it is cut");
  }

  /**
   * Asked again and again by those who read, also when there is nothing to read.
   *
   * @throws RuntimeException if the program is not to go on
   */
  default void check() {}

  /** Runs the outputs. */
  Batches batches();

  /** Calls the driver functions inside the graph. */
  Transforms transforms();

  /** What operations that remember ask of the driver. */
  States states();

  /** Somebody will need it until {@link #release} is called. */
  default void retain() {}

  /** One who called {@link #retain} does not need it any more. */
  default void release() {}
}
