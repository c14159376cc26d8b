// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

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
import org.dstreambeam.source.LocalPrograms;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hands each batch to the {@link BatchRunner}, in the order of time. */
final class RunBatchFn extends DoFn<KV<Integer, Iterable<KV<Integer, Block>>>, Void> {

  private static final long serialVersionUID = 1L;

  private static final String LAST_BATCH = "lastBatch";

  @StateId(LAST_BATCH)
  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection
  private final StateSpec<ValueState<Long>> lastBatchSpec = StateSpecs.value(VarLongCoder.of());

  private final String program;

  RunBatchFn(String program) {
    this.program = program;
  }

  @ProcessElement
  @RequiresTimeSortedInput
  public void process(
      @Element KV<Integer, Iterable<KV<Integer, Block>>> batch,
      @Timestamp Instant timestamp,
      @StateId(LAST_BATCH) ValueState<Long> lastBatch)
      throws Exception {
    long batchTime = timestamp.getMillis() + 1;
    @Nullable Long last = lastBatch.read();
    if (last != null && last >= batchTime) {
      throw new IllegalStateException(
          "Batch " + batchTime + " ms reached the driver after batch " + last + " ms");
    }
    lastBatch.write(batchTime);
    LocalPrograms.get(program).batches().submit(batchTime, byOutput(batch.getValue()));
  }

  /** The blocks of each output, in order of outputs. */
  private static Map<Integer, List<Block>> byOutput(Iterable<KV<Integer, Block>> blocks) {
    Map<Integer, List<Block>> outputs = new TreeMap<>();
    for (KV<Integer, Block> block : blocks) {
      outputs.computeIfAbsent(block.getKey(), output -> new ArrayList<>()).add(block.getValue());
    }
    return outputs;
  }
}
