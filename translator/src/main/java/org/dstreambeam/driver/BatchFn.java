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

  private final Step step;

  /**
   * What is done with a batch. It finds what it needs in this JVM by {@link
   * org.dstreambeam.source.LocalPrograms}.
   */
  @FunctionalInterface
  public interface Step extends Serializable {

    /**
     * @param blocks the blocks of each stream, by its position; streams without any are left out
     * @param out takes blocks of the same batch
     */
    void run(long batchTime, Map<Integer, List<Block>> blocks, OutputReceiver<Block> out)
        throws Exception;
  }

  public BatchFn(Step step) {
    this.step = step;
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
    step.run(batchTime, byStream(batch.getValue()), out);
  }

  /** The blocks of each stream, in order of streams. */
  private static Map<Integer, List<Block>> byStream(Iterable<KV<Integer, Block>> blocks) {
    Map<Integer, List<Block>> streams = new TreeMap<>();
    for (KV<Integer, Block> block : blocks) {
      streams.computeIfAbsent(block.getKey(), stream -> new ArrayList<>()).add(block.getValue());
    }
    return streams;
  }
}
