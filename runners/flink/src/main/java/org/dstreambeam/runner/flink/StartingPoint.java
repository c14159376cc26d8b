// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import org.dstreambeam.recovery.ProgramMetadata;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingProgram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a program starts from.
 *
 * @param checkpointing null if it keeps no checkpoints
 * @param restoredFrom the path of a checkpoint of Flink's; null to begin with nothing
 */
record StartingPoint(@Nullable Checkpointing checkpointing, @Nullable String restoredFrom) {

  private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

  /** No checkpoints, neither before nor after. */
  static StartingPoint nothing() {
    return new StartingPoint(null, null);
  }

  /**
   * @throws RuntimeException if there are checkpoints, none can be read, and the program does not
   *     want to start anew
   */
  static StartingPoint of(StreamingProgram program) {
    Checkpointing wanted = program.checkpointing();
    if (wanted == null || wanted.restoreFrom() == null) {
      return new StartingPoint(wanted, null);
    }
    try {
      String newest = StoredCheckpoints.newest(wanted.state());
      FormerJobs.remove(wanted.state());
      return new StartingPoint(wanted, newest);
    } catch (IOException e) {
      if (!wanted.mayStartAnew()) {
        throw wanted.directory().unreadable(e);
      }
      LOG.warn("No checkpoint can be read; the program starts anew", e);
      return new StartingPoint(wanted.anew(), null);
    }
  }

  /** What is known of the program that goes on; null if it begins. */
  @Nullable ProgramMetadata recorded() {
    return checkpointing == null ? null : checkpointing.restoreFrom();
  }
}
