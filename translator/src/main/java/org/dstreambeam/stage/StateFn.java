// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.block.StateCell;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.state.Batch;
import org.dstreambeam.state.BatchWindows;
import org.dstreambeam.state.LostInput;
import org.dstreambeam.state.StateKernel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The way into the partitions of an operation that remembers: as {@link ShuffleReadFn}, but that
 * what was sent for a batch meets what is known from those before.
 *
 * <p>Keyed by partition, whose state is one cell. Batches come as one element each, in the order of
 * time, empty ones too. A batch that cannot be absorbed fails, and is tried again ahead of the next
 * one: as on Spark, where the next state is computed from the lineage of the one that is missing.
 */
public final class StateFn extends DoFn<KV<Integer, Iterable<Block>>, Block> {

  private static final long serialVersionUID = 1L;

  /** What comes out. */
  public static final TupleTag<Block> RESULTS = new TupleTag<>("results") {};

  /** All that is known, batch by batch. */
  public static final TupleTag<Block> SNAPSHOTS = new TupleTag<>("snapshots") {};

  private static final String CELL = "cell";

  @StateId(CELL)
  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection
  private final StateSpec<ValueState<StateCell>> cellSpec;

  private final Host host;
  private final StateKernel<Object, Object, Object> kernel;
  private final ShuffleReadFn.Merger merger;
  private final int partitions;
  private final long zeroTime;
  private final BatchWindows windows;
  private final boolean takesSnapshots;
  private final BlockTask tasks;

  /** What it asks of the program that it is part of. */
  public interface Host extends java.io.Serializable {

    /**
     * The pairs that a partition begins with; asked for once.
     *
     * @throws Exception why there are none
     */
    Iterator<Tuple2<Object, Object>> initial(int partition) throws Exception;

    /** A partition of a batch has come out, of the snapshots or of the results. */
    void emitted(Block block, boolean snapshot);
  }

  /**
   * @param operation for errors: {@code updateStateByKey at App.java:12}
   * @param merger makes the partition's records of what the map sides sent
   * @param partitions of the result
   * @param zeroTime where slides are counted from, epoch milliseconds
   */
  public StateFn(
      Coder<StateCell> cells,
      Host host,
      String operation,
      StateKernel<Object, Object, Object> kernel,
      ShuffleReadFn.Merger merger,
      int partitions,
      long zeroTime,
      BatchWindows windows,
      boolean takesSnapshots) {
    this.cellSpec = StateSpecs.value(cells);
    this.host = host;
    this.kernel = kernel;
    this.merger = merger;
    this.partitions = partitions;
    this.zeroTime = zeroTime;
    this.windows = windows;
    this.takesSnapshots = takesSnapshots;
    this.tasks = new BlockTask(operation);
  }

  @ProcessElement
  @RequiresTimeSortedInput
  public void process(
      @Element KV<Integer, Iterable<Block>> group,
      @StateId(CELL) ValueState<StateCell> cell,
      MultiOutputReceiver out) {
    List<Block> blocks = Updates.arrived(group.getValue());
    Block marker = Block.markerOf(blocks);
    if (marker == null) {
      return; // the program ended before this batch did
    }
    int partition = group.getKey();
    Block fate = Block.marker(marker.batchTime());
    if (partition < partitions) {
      if (marker.isMissing() && kernel.awaitsFirstRdd() && cell.read() == null) {
        fate = marker;
      } else {
        List<Block> sent = marker.isMissing() ? List.of() : sent(blocks);
        fate = process(new StateCell.Waiting(marker.batchTime(), sent), partition, cell, out);
      }
    }
    if (partition == 0 && windows.endAt(marker.batchTime())) {
      out.get(RESULTS).output(Updates.leaving(fate));
      if (takesSnapshots) {
        out.get(SNAPSHOTS).output(Updates.leaving(fate));
      }
    }
  }

  /** In the order of partitions; a batch that could not be made takes part, as such. */
  private static List<Block> sent(List<Block> blocks) {
    List<Block> sent = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.isMarker() || block.failure() != null) {
        sent.add(block);
      }
    }
    sent.sort(Comparator.comparingLong(Block::partition));
    return sent;
  }

  /** The marker of the batch as far as it can be told in this partition. */
  private Block process(
      StateCell.Waiting arrived,
      int partition,
      ValueState<StateCell> cell,
      MultiOutputReceiver out) {
    long time = arrived.batchTime();
    StateProgress progress =
        new StateProgress(
            kernel,
            merger,
            batchTime -> new Batch(batchTime, partition, zeroTime, windows),
            () -> host.initial(partition),
            task -> tasks.run(time, partition, task),
            cell.read());
    @Nullable Throwable failure = null;
    try {
      run(progress, arrived, partition, out);
    } catch (Throwable e) {
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      failure = e;
    }
    cell.write(progress.cell());
    if (failure == null) {
      return Block.marker(time);
    }
    if (!(failure instanceof LostInput lost)) {
      emit(Block.failed(time, partition, failure), out);
      return Block.marker(time);
    }
    emit(Block.lost(time, partition, lost.reason()), out);
    return lost.isBatch() ? Block.failedMarker(time, lost.reason()) : Block.marker(time);
  }

  /** What is absorbed stays so if what comes out fails: these are tasks of their own. */
  private void run(
      StateProgress progress, StateCell.Waiting arrived, int partition, MultiOutputReceiver out)
      throws Exception {
    Object state = progress.absorb(arrived);
    Batch batch = new Batch(arrived.batchTime(), partition, zeroTime, windows);
    if (batch.fires()) {
      List<Block> emitted = tasks.run(batch.time(), partition, isLast -> emitted(state, batch));
      output(emitted.get(0), RESULTS, out);
      if (takesSnapshots) {
        output(emitted.get(1), SNAPSHOTS, out);
      }
    }
  }

  /** The results, and the snapshot if it is wanted. */
  private List<Block> emitted(Object state, Batch batch) throws Exception {
    Block results = results(kernel.emit(state, batch), batch);
    return takesSnapshots
        ? List.of(results, copied(kernel.snapshot(state).iterator(), batch))
        : List.of(results);
  }

  /** Results that are part of the state are in memory anyway, and are copied when they are read. */
  private Block results(Iterable<Object> results, Batch batch) {
    return kernel.emitsState() && results instanceof List<Object> held
        ? BlockMemory.current().bufferOfHeld(held).toBlock(batch.time(), batch.partition())
        : copied(results.iterator(), batch);
  }

  /** Copies, made before a later batch can change what they are copies of. */
  private Block copied(Iterator<?> records, Batch batch) {
    RecordBuffer buffer = BlockMemory.current().newBuffer();
    try {
      buffer.addAll(RecordCopy.each(records));
      return tasks.checked(buffer.toBlock(batch.time(), batch.partition()));
    } catch (Throwable e) {
      buffer.discard();
      throw e;
    }
  }

  private void emit(Block failed, MultiOutputReceiver out) {
    if (windows.endAt(failed.batchTime())) {
      output(failed, RESULTS, out);
      if (takesSnapshots) {
        output(failed, SNAPSHOTS, out);
      }
    }
  }

  private void output(Block block, TupleTag<Block> tag, MultiOutputReceiver out) {
    out.get(tag).output(Updates.leaving(block));
    host.emitted(block, tag.equals(SNAPSHOTS));
  }
}
