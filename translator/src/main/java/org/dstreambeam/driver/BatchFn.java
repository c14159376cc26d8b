// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.source.HostedProgram;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.stage.Updates;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Does something with each batch of {@link GatheredBatches}, in the order of time, one at a time.
 */
public final class BatchFn extends DoFn<KV<Integer, Iterable<KV<Integer, Block>>>, Block> {

  private static final long serialVersionUID = 1L;

  private static final String LAST_BATCH = "lastBatch";

  @StateId(LAST_BATCH)
  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection
  private final StateSpec<ValueState<Long>> lastBatchSpec = StateSpecs.value(VarLongCoder.of());

  private final String program;
  private final Step step;
  private transient @Nullable HostedProgram hosted;

  /** What is done with a batch. */
  @FunctionalInterface
  public interface Step extends Serializable {

    /**
     * @param program that the step is part of, as it is in this JVM
     * @param blocks the blocks of each stream, by its position; streams without any are left out
     * @param out takes blocks of the same batch
     */
    void run(
        HostedProgram program,
        long batchTime,
        Map<Integer, List<Block>> blocks,
        OutputReceiver<Block> out)
        throws Exception;
  }

  /**
   * @param program under which {@link LocalPrograms} finds the program
   */
  public BatchFn(String program, Step step) {
    this.program = program;
    this.step = step;
  }

  @Setup
  public void setUp() {
    hosted().retain();
  }

  @Teardown
  public void tearDown() {
    HostedProgram known = hosted;
    if (known != null) {
      hosted = null;
      known.release();
    }
  }

  private HostedProgram hosted() {
    HostedProgram known = hosted;
    if (known == null) {
      known = LocalPrograms.get(program);
      hosted = known;
    }
    return known;
  }

  @ProcessElement
  @RequiresTimeSortedInput
  public void process(
      @Element KV<Integer, Iterable<KV<Integer, Block>>> batch,
      @Timestamp Instant timestamp,
      @StateId(LAST_BATCH) ValueState<Long> lastBatch,
      OutputReceiver<Block> out)
      throws Exception {
    long batchTime = timestamp.getMillis() + 1;
    @Nullable Long last = lastBatch.read();
    if (last != null && last >= batchTime) {
      throw new IllegalStateException(
          "Batch " + batchTime + " ms reached the driver after batch " + last + " ms");
    }
    lastBatch.write(batchTime);
    step.run(hosted(), batchTime, byStream(batch.getValue()), out);
  }

  /** The blocks of each stream, in order of streams. */
  private static Map<Integer, List<Block>> byStream(Iterable<KV<Integer, Block>> blocks) {
    Map<Integer, List<Block>> streams = new TreeMap<>();
    for (KV<Integer, Block> block : blocks) {
      streams
          .computeIfAbsent(block.getKey(), stream -> new ArrayList<>())
          .add(Updates.arrived(block.getValue()));
    }
    return streams;
  }
}
