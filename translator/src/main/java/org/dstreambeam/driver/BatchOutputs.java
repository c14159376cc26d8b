// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Time;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.files.OutputValidation;
import org.dstreambeam.plan.AheadChain;
import org.dstreambeam.plan.ForeachRddNode;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.rdd.Ahead;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.task.TaskEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a program, and how one of them runs.
 *
 * @param outputs in order of declaration
 * @param context the Spark context of the RDDs that they are given
 * @param properties the local properties that each begins with
 * @param settings the levels of these RDDs
 */
public record BatchOutputs(
    List<OutputNode> outputs,
    SparkContext context,
    Properties properties,
    StreamSettings settings) {

  /** Says which output a job or a task belongs to; programs read it. */
  private static final String OUTPUT_PROPERTY = "spark.streaming.internal.outputOpId";

  /** Outputs, and stages of streams, have the local properties of the thread that starts them. */
  public static BatchOutputs of(LogicalPlan plan, SparkContext context) {
    Properties properties = StreamProperties.of(context);
    TaskEnvironment.current().setStreamProperties(properties);
    return new BatchOutputs(plan.outputs(), context, properties, plan.settings());
  }

  OutputNode node(int output) {
    return outputs.get(output);
  }

  /**
   * The outputs that have a batch: there is its marker. Without one the program ended before the
   * batch did; or it says that the stream has no RDD. What comes behind the outputs is a tick,
   * which says that there is a batch and no more.
   */
  public Map<Integer, Inputs> present(Map<Integer, List<Block>> blocks) {
    Map<Integer, Inputs> found = new TreeMap<>();
    int chain = outputs.size(); // the chains of all outputs come behind the outputs
    for (int output = 0; output < outputs.size(); output++) {
      List<List<Block>> ahead = new ArrayList<>();
      for (int i = 0; i < node(output).ahead().size(); i++) {
        ahead.add(blocks.getOrDefault(chain++, List.of()));
      }
      List<Block> records = blocks.getOrDefault(output, List.of());
      Block marker = Block.markerOf(records);
      if (marker != null && !marker.isMissing()) {
        found.put(output, new Inputs(records, ahead));
      }
    }
    return found;
  }

  /**
   * What an output reads.
   *
   * @param batch the blocks of its stream
   * @param ahead those of each of its chains
   */
  public record Inputs(List<Block> batch, List<List<Block>> ahead) {}

  public static boolean exists(List<Block> blocks) {
    return blocks.stream().anyMatch(Block::isMarker);
  }

  /** Why the batch could not be made, so that no output runs: the first reason, or null. */
  public static @Nullable Throwable failureOf(Map<Integer, List<Block>> blocks) {
    for (List<Block> records : blocks.values()) {
      Block marker = Block.markerOf(records);
      if (marker != null && marker.failure() != null && !marker.isMissing()) {
        return marker.failure();
      }
    }
    return null;
  }

  /**
   * Runs an output of a batch.
   *
   * @throws Exception what the user's function throws
   */
  public void run(int output, long batchTime, Inputs inputs) throws Exception {
    OutputNode node = node(output);
    Dataset<Object> batch = new BatchRdds(context, settings).of(node, inputs.batch());
    List<Ahead.Derived> ahead = new ArrayList<>();
    for (int i = 0; i < node.ahead().size(); i++) {
      AheadChain chain = node.ahead().get(i);
      ahead.add(
          new Ahead.Derived(
              chain.keys(), new BlocksDataset(context, chain.node(), inputs.ahead().get(i))));
    }
    batch.knowAhead(new Ahead(ahead));
    context.setLocalProperties((Properties) properties.clone());
    context.setLocalProperty(StreamProperties.BATCH_TIME, String.valueOf(batchTime));
    context.setLocalProperty(OUTPUT_PROPERTY, String.valueOf(output));
    if (!(node
        instanceof ForeachRddNode)) { // no function of the program's makes RDDs or jobs there
      context.setCallSite(node.callSite().toString());
    }
    OutputValidation.without(
        () -> {
          node.run(batch.toRdd(), new Time(batchTime));
          return true;
        });
  }

  /** Says in {@code failure} where it came up, and returns that in words. */
  public String failureIn(int output, long batchTime, Throwable failure) {
    OutputNode node = node(output);
    FailedOperation.markAround(failure, "in " + node.callSite() + " (batch " + batchTime + " ms)");
    return "Error running " + node.callSite() + " of batch " + batchTime + " ms";
  }
}
