// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.compute.LocatedStep;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.stage.StageFn;
import org.dstreambeam.stage.Task;
import org.jspecify.annotations.Nullable;

/**
 * A stream while it is translated: blocks in batch windows, and the narrow operations that are
 * still to be applied to them.
 *
 * @param blocks the blocks, one marker per batch among them
 * @param pending the operations piled up so far, or null
 * @param operations what is pending and where it was declared
 * @param branches how many branches of unions its partition numbers distinguish
 * @param isShared whether others hold the blocks, too, and what is pending is nothing but a copy
 */
public record BlockStream(
    PCollection<Block> blocks,
    @Nullable NarrowFunction<Object, Object> pending,
    List<String> operations,
    int branches,
    boolean isShared) {

  /** With nothing pending. */
  public BlockStream(PCollection<Block> blocks, int branches) {
    this(blocks, null, List.of(), branches, false);
  }

  /** Of blocks that others hold, too, and whose records are copied for who may change them. */
  public static BlockStream shared(PCollection<Block> blocks, int branches, CallSite callSite) {
    BlockStream copies = new BlockStream(blocks, branches).then(Narrow.copy(), callSite);
    return new BlockStream(blocks, copies.pending, copies.operations, branches, true);
  }

  public static BlockStream of(PCollection<Block> blocks) {
    return new BlockStream(blocks, 1);
  }

  /** This stream with other blocks for its own. */
  BlockStream over(PCollection<Block> others) {
    return new BlockStream(others, pending, operations, branches, isShared);
  }

  /**
   * This stream with one more operation piled up.
   *
   * @param callSite where it was declared
   */
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public BlockStream then(NarrowFunction<?, ?> operation, CallSite callSite) {
    NarrowFunction<Object, Object> next =
        new LocatedStep<>((NarrowFunction<Object, Object>) operation, callSite.toString());
    List<String> more = new ArrayList<>(operations);
    more.add(callSite.toString());
    return new BlockStream(
        blocks, pending == null ? next : pending.andThen(next), more, branches, false);
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
    try {
      NarrowFunction<Object, Object> chain = pending == null ? null : TaskFunction.asIsNow(pending);
      return new Task(chain, operations, branch);
    } catch (Throwable e) { // a function captured what cannot be serialised since it was declared
      FailedOperation.markUnlessMarked(e, "in " + String.join(", ", operations));
      throw e;
    }
  }

  /** The blocks with everything applied, as a transform of that name if there is anything. */
  public PCollection<Block> materialize(String name) {
    if (pending == null) {
      return blocks;
    }
    return blocks.apply(name, ParDo.of(new StageFn(task(), true))).setCoder(blocks.getCoder());
  }

  /** As {@link #materialize}, for a consumer that copies what it reads. */
  public PCollection<Block> materializeForReader(String name) {
    return isShared ? blocks : materialize(name);
  }
}
