// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dstreambeam.recovery.CheckpointDirectory;
import org.dstreambeam.recovery.ProgramMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Where a program's checkpoints go, and which it starts from. For a backend that {@linkplain
 * StreamingBackend#recovers recovers}:
 *
 * <ol>
 *   <li>its own checkpoints go to {@link #state}, what batches took from their sources to {@link
 *       #cuts};
 *   <li>if {@link #restoreFrom} is not null, the program goes on from the newest checkpoint in
 *       {@link #state} that can be read, with that {@linkplain ProgramMetadata#zeroTime zeroTime};
 *       if there is none at all it begins, at that zeroTime, with nothing. If there are some and
 *       none can be read it throws {@code directory().unreadable(cause)}, or goes on with {@link
 *       #anew} if {@link #mayStartAnew};
 *   <li>it calls {@link #started} as soon as it knows zeroTime, before the first checkpoint is
 *       complete.
 * </ol>
 *
 * @param directory where {@code checkpoint(directory)} points to
 * @param lineage names the directories of this program's state and cuts
 * @param restoreFrom what is known of the program that this one goes on with; null to start anew
 * @param dropped names of nodes that have a state in the checkpoint and none in the plan any more:
 *     the program has been told, and the rest is to be restored without them
 * @param mayStartAnew whether the program asked to start anew rather than fail
 */
public record Checkpointing(
    CheckpointDirectory directory,
    String lineage,
    @Nullable ProgramMetadata restoreFrom,
    List<String> dropped,
    boolean mayStartAnew) {

  public Checkpointing {
    dropped = List.copyOf(dropped);
  }

  /** Of a program that begins with nothing, whatever lies in {@code directory}. */
  public static Checkpointing fresh(CheckpointDirectory directory) {
    return new Checkpointing(directory, UUID.randomUUID().toString(), null, List.of(), true);
  }

  /** Of a program that goes on where {@code recorded} was. */
  public static Checkpointing restoring(
      CheckpointDirectory directory,
      ProgramMetadata recorded,
      List<String> dropped,
      boolean mayStartAnew) {
    return new Checkpointing(directory, recorded.lineage(), recorded, dropped, mayStartAnew);
  }

  /** As this, but with nothing to start from and in directories of its own. */
  public Checkpointing anew() {
    return fresh(directory);
  }

  /** Where the runner keeps its checkpoints; not created yet. */
  public URI state() {
    return directory.state(lineage);
  }

  /** Where sources keep what batches took; not created yet. */
  public URI cuts() {
    return directory.cuts(lineage);
  }

  /**
   * Writes what the next start has to know. May be called again, with more for the runner.
   *
   * @param program that runs, or is about to
   * @param zeroTime first batch time minus the batch interval, epoch ms; that of {@link
   *     #restoreFrom} if there is one
   * @param runner what the runner wants to know at the next start, without secrets
   * @throws RuntimeException an undeclared {@link java.io.IOException} if it cannot be written
   */
  public void started(StreamingProgram program, long zeroTime, Map<String, String> runner) {
    int parallelism =
        restoreFrom == null ? program.context().defaultParallelism() : restoreFrom.parallelism();
    directory.write(
        ProgramMetadata.of(
            program.plan(), program.context(), parallelism, lineage, zeroTime, runner));
  }
}
