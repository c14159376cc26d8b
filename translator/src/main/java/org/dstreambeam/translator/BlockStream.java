// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.stage.StageFn;
import org.dstreambeam.stage.Task;
import org.jspecify.annotations.Nullable;

/**
 * A stream while it is translated: blocks in batch windows, and the narrow operations that are
 * still to be applied to them.
 *
 * @param blocks the blocks, one marker per batch among them
 * @param pending the operations piled up so far, or null
 * @param branches how many branches of unions its partition numbers distinguish
 */
public record BlockStream(
    PCollection<Block> blocks, @Nullable NarrowFunction<Object, Object> pending, int branches) {

  public static BlockStream of(PCollection<Block> blocks) {
    return new BlockStream(blocks, null, 1);
  }

  /** This stream with one more operation piled up. */
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public BlockStream then(NarrowFunction<?, ?> operation) {
    NarrowFunction<Object, Object> next = (NarrowFunction<Object, Object>) operation;
    return new BlockStream(blocks, pending == null ? next : pending.andThen(next), branches);
  }

  /**
   * What a stage has to do to get this stream's records, with task functions as they are now: Beam
   * serialises a stage when it likes, also while the program is changing what they captured.
   */
  public Task task() {
    return task(0);
  }

  /** As {@link #task()}, for a stream that comes after {@code branch} branches of a union. */
  public Task task(int branch) {
    return new Task(pending == null ? null : TaskFunction.asIsNow(pending), branch);
  }

  /** The blocks with everything applied, as a transform of that name if there is anything. */
  public PCollection<Block> materialize(String name) {
    if (pending == null) {
      return blocks;
    }
    return blocks.apply(name, ParDo.of(new StageFn(task(), true))).setCoder(blocks.getCoder());
  }
}
