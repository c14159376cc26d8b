// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import java.util.IdentityHashMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.block.StateCell;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.MissingBatches;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.stage.RequireRddFn;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a translator may ask for. */
public final class TranslationContext {

  private final Pipeline pipeline;
  private final PlanView plan;
  private final Deployment deployment;
  private final IdentityHashMap<PlanNode, BlockStream> streams = new IdentityHashMap<>();
  private final IdentityHashMap<PlanNode, BlockStream> snapshots = new IdentityHashMap<>();

  TranslationContext(Pipeline pipeline, PlanView plan, Deployment deployment) {
    this.pipeline = pipeline;
    this.plan = plan;
    this.deployment = deployment;
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  /** Under which {@link org.dstreambeam.source.LocalPrograms} finds the program. */
  public String program() {
    return deployment.program();
  }

  public Coder<Block> blockCoder() {
    return coders().blocks();
  }

  public StageCoders coders() {
    return deployment.coders();
  }

  /** Of what stays in state: as blocks, as an object of this JVM or as bytes. */
  public Coder<StateCell> stateCoder() {
    return coders().blocks() instanceof BlockCoder bytes ? bytes.ofStates() : new HandleCoder<>();
  }

  /** Whether somebody reads the snapshots of {@code node}. */
  boolean readsSnapshots(StatefulNode node) {
    return plan.readsSnapshots(node);
  }

  /** Whether tasks run in several JVMs. */
  boolean isDistributed() {
    return deployment.distributed();
  }

  /** How many splits a source has, and how many keys to spread what has no partitioner over. */
  public int parallelism() {
    return deployment.parallelism();
  }

  /** Where slides are counted from, epoch milliseconds. */
  public long zeroTime() {
    return deployment.zeroTime();
  }

  /** The node's name in the plan, for its transforms. */
  public String nameOf(PlanNode node) {
    return plan.nameOf(node);
  }

  /** The windows of the node's batches: each ends at a batch time, whatever the slide. */
  public FixedWindows windowsOf(PlanNode node) {
    long slide = node.slide().milliseconds();
    return FixedWindows.of(Duration.millis(slide))
        .withOffset(Duration.millis(Math.floorMod(zeroTime(), slide)));
  }

  /** How far apart the checkpoints of {@code node} would be on Spark; null if there are none. */
  org.apache.spark.streaming.@Nullable Duration checkpointOf(PlanNode node) {
    return plan.settings().checkpointOf(node);
  }

  /** Keeps the snapshots of what {@code node} knows, for those who read them. */
  void putSnapshots(StatefulNode node, BlockStream stream) {
    snapshots.put(node, stream);
  }

  /** What {@link #putSnapshots} was given. */
  BlockStream snapshotsOf(StatefulNode node) {
    BlockStream stream = snapshots.get(node);
    if (stream == null) {
      throw new IllegalStateException(nameOf(node) + " was translated without snapshots");
    }
    return stream;
  }

  /** The blocks of {@code node} as they are, for who only looks at their markers. */
  PCollection<Block> blocksOf(PlanNode node) {
    return translated(node).blocks();
  }

  /**
   * The blocks of {@code node} with all that is pending, as a transform of that name if something
   * is; for a consumer that copies what it reads.
   */
  PCollection<Block> blocksOf(PlanNode node, String name) {
    return translated(node).materializeForReader(name);
  }

  /**
   * The stream of {@code node}, for one of its consumers. If there are several, each gets records
   * of its own, since programs change records in place.
   */
  public BlockStream streamOf(PlanNode node) {
    BlockStream stream = translated(node);
    return forks(node, stream) ? stream.then(Narrow.copy(), node.callSite()) : stream;
  }

  /**
   * As {@link #streamOf}, for an operation of which it matters whether there is an RDD.
   *
   * @param ordinal which of its inputs it is, for the name of a transform
   */
  BlockStream inputOf(PlanNode reader, PlanNode input, int ordinal) {
    BlockStream stream = streamOf(input);
    String refusal = MissingBatches.refusal(reader);
    if (refusal == null || !MissingBatches.mayBe(input)) {
      return stream;
    }
    return stream.over(
        stream
            .blocks()
            .apply(
                nameOf(reader) + " require " + ordinal,
                ParDo.of(new RequireRddFn(refusal, reader.callSite().toString())))
            .setCoder(blockCoder()));
  }

  /** Whether several read the same objects; of what is read elsewhere each has its own. */
  private boolean forks(PlanNode node, BlockStream stream) {
    return plan.consumersOf(node) > 1 && !stream.isShared() && !(node instanceof CutSourceNode);
  }

  private BlockStream translated(PlanNode node) {
    BlockStream stream = streams.get(node);
    if (stream == null) {
      throw new IllegalStateException(nameOf(node) + " was not translated before its consumer");
    }
    return stream;
  }

  boolean isTranslated(PlanNode node) {
    return streams.containsKey(node);
  }

  /** Keeps what {@code node} was translated to; a stream that forks is computed once. */
  void put(PlanNode node, BlockStream stream) {
    streams.put(
        node,
        forks(node, stream)
            ? new BlockStream(stream.materialize(nameOf(node)), stream.branches())
            : stream);
  }
}
