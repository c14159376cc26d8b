// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Time;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.RecordsElsewhere;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.files.OutputValidation;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.plan.TransformNode;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.JobProperties;
import org.dstreambeam.spi.OutputThread;
import org.dstreambeam.stage.Task;
import org.dstreambeam.task.AccumulatorRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Calls the program's own functions over the RDDs of a batch, and computes the RDD that they
 * return: all partitions side by side, in one job of the Spark context. What a function throws
 * means that there is no such batch; a task that fails costs its partition.
 */
public final class TransformRunner implements Transforms {

  private final SparkContext context;
  private final Properties properties;
  private final Map<String, Properties> ofFunctions = new ConcurrentHashMap<>();
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
    this.properties = StreamProperties.of(context);
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
    List<Dataset<Object>> given = new ArrayList<>();
    Dataset<?> result;
    try {
      given.addAll(given(node, inputs));
      result = withProperties(name, () -> call(node, batchTime, given));
    } catch (Throwable e) { // Errors too are the user's
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      FailedOperation.markAround(e, "in " + node.callSite() + " (batch " + batchTime + " ms)");
      return List.of(Block.failedMarker(batchTime, e));
    }
    List<Block> read = readElsewhere(result, given, inputs);
    List<Block> blocks = read == null ? blocksOf(result, node, batchTime) : read;
    blocks.add(Block.marker(batchTime));
    if (history != null) {
      PastBlocks.keep(history, context, settings, node, batchTime, blocks);
    }
    return blocks;
  }

  /** The function has the local properties that it left behind, on whatever thread it runs. */
  private Dataset<?> withProperties(String name, Callable<Dataset<?>> function) throws Exception {
    Properties threads = context.getLocalProperties();
    context.setLocalProperties(
        ofFunctions.computeIfAbsent(name, first -> (Properties) properties.clone()));
    try {
      return function.call();
    } finally {
      context.setLocalProperties(threads);
      AccumulatorRegistry.driverFunctionDone();
    }
  }

  private List<Dataset<Object>> given(TransformNode node, List<List<Block>> inputs) {
    BatchRdds batches = new BatchRdds(context, settings);
    List<Dataset<Object>> given = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.add(batches.of(node.inputs().get(i), inputs.get(i)));
    }
    return given;
  }

  /**
   * A function that only looks at what a batch consists of returns the RDD that it was given: there
   * is no need to read that yet.
   *
   * @return null if the result is another
   */
  private static @Nullable List<Block> readElsewhere(
      Dataset<?> result, List<Dataset<Object>> given, List<List<Block>> inputs) {
    for (int i = 0; i < given.size(); i++) {
      List<Block> blocks = inputs.get(i).stream().filter(block -> !block.isMarker()).toList();
      boolean areElsewhere =
          blocks.stream().allMatch(block -> block.records() instanceof RecordsElsewhere);
      if (result.equals(given.get(i)) && !result.storageLevel().isValid() && areElsewhere) {
        return new ArrayList<>(blocks);
      }
    }
    return null;
  }

  private Dataset<?> call(TransformNode node, long batchTime, List<Dataset<Object>> given)
      throws Exception {
    List<RDD<?>> rdds = new ArrayList<>();
    given.forEach(batch -> rdds.add(batch.toRdd()));
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

  private List<Block> blocksOf(Dataset<?> result, TransformNode node, long batchTime)
      throws InterruptedException {
    Properties job = (Properties) properties.clone();
    job.setProperty(StreamProperties.BATCH_TIME, String.valueOf(batchTime));
    job.setProperty(JobProperties.CALL_SITE, node.callSite().toString());
    try {
      return new ArrayList<>(result.computeAll(job, new ToBlocks(batchTime)));
    } catch (RuntimeException e) { // an RDD that cannot tell its partitions is one that fails
      return new ArrayList<>(List.of(Block.failed(batchTime, 0, e)));
    }
  }
}
