// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingProgram;
import org.dstreambeam.translator.StageCoders;
import org.jspecify.annotations.Nullable;

/** A runner in this JVM, as far as it differs from others. */
public interface LocalEngine {

  /** Of what passes between transforms. */
  StageCoders coders(StreamingProgram program);

  /** How readers that have nothing wait. */
  ReaderRounds newRounds();

  /** What the driver stage does with a batch. */
  Batches batches(BatchRunner runner);

  /** Whether a program should be rehearsed: nothing like it has run here yet. */
  boolean isCold();

  /** Where the program's checkpoints go and which it starts from; null if it keeps none here. */
  @Nullable Checkpointing checkpointing();

  /**
   * Runs a pipeline, and returns when its readers are at work or will be soon.
   *
   * @param rehearsal whether it is to begin with nothing and to keep nothing
   * @param translation adds the program to the pipeline
   * @throws RuntimeException if it cannot be run; nothing is left running then
   */
  RunningPipeline run(StreamingProgram program, boolean rehearsal, Consumer<Pipeline> translation);

  /** The program could not be started; its pipeline, if there is one, is being cancelled. */
  void abandon();
}
