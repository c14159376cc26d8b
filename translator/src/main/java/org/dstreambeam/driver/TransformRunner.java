// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Time;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.files.OutputValidation;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.plan.TransformNode;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.PartitionRecords;
import org.dstreambeam.spi.OutputThread;
import org.dstreambeam.stage.Task;
import org.jspecify.annotations.Nullable;

/**
 * Calls the program's own functions over the RDDs of a batch, and computes the RDD that they
 * return: all partitions side by side, on the threads of the Spark context. What a function throws
 * means that there is no such batch; a task that fails costs its partition.
 */
public final class TransformRunner implements Transforms {

  private final SparkContext context;
  private final StreamSettings settings;
  private final @Nullable BatchHistory history;
  private final Function<String, TransformNode> nodes;

  /**
   * @param settings the levels of the RDDs
   * @param history takes what the functions made, if somebody may ask for it
   * @param nodes finds a node by its name in the plan
   */
  public TransformRunner(
      SparkContext context,
      StreamSettings settings,
      @Nullable BatchHistory history,
      Function<String, TransformNode> nodes) {
    this.context = context;
    this.settings = settings;
    this.history = history;
    this.nodes = nodes;
  }

  @Override
  public List<Block> apply(String name, long batchTime, List<List<Block>> inputs)
      throws InterruptedException {
    for (List<Block> input : inputs) {
      Block marker = Block.markerOf(input);
      if (marker != null && marker.failure() != null) {
        return List.of(marker); // as on Spark the function is not called without its RDDs
      }
    }
    TransformNode node = nodes.apply(name);
    Dataset<?> result;
    try {
      result = call(node, batchTime, inputs);
    } catch (Throwable e) { // Errors too are the user's
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      FailedOperation.markAround(e, "in " + node.callSite() + " (batch " + batchTime + " ms)");
      return List.of(Block.failedMarker(batchTime, e));
    }
    List<Block> blocks = blocksOf(result, batchTime);
    blocks.add(Block.marker(batchTime));
    if (history != null) {
      history.keep(node, batchTime, () -> BlocksDataset.of(context, settings, node, blocks));
    }
    return blocks;
  }

  private Dataset<?> call(TransformNode node, long batchTime, List<List<Block>> inputs)
      throws Exception {
    List<RDD<?>> rdds = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      PlanNode input = node.inputs().get(i);
      rdds.add(new RDD<>(BlocksDataset.of(context, settings, input, inputs.get(i))));
    }
    Dataset<?> result =
        OutputThread.call(
                () -> OutputValidation.without(() -> node.call(rdds, new Time(batchTime))))
            .dataset();
    StorageLevel level = settings.levelOf(node);
    if (level.isValid()) {
      result.persist(level); // refused, as on Spark, if the program gave its RDD another one
    }
    return result;
  }

  private static List<Block> blocksOf(Dataset<?> result, long batchTime)
      throws InterruptedException {
    List<Block> blocks = new ArrayList<>();
    @Nullable RuntimeException unknown = null;
    List<PartitionRecords> partitions = List.of();
    try {
      partitions = result.computeAll();
    } catch (RuntimeException e) {
      unknown = e; // an RDD that cannot tell its partitions is one that fails
    }
    if (unknown != null) {
      blocks.add(Block.failed(batchTime, 0, unknown));
    }
    for (PartitionRecords partition : partitions) {
      Throwable failure = partition.failure();
      blocks.add(
          failure == null
              ? BlockMemory.current()
                  .bufferOf(partition.records())
                  .toBlock(batchTime, blocks.size())
              : Block.failed(batchTime, blocks.size(), failure));
    }
    return blocks;
  }
}
