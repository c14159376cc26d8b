// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.OutputNode;

/**
 * The outputs of a program, and how one of them runs.
 *
 * @param outputs in order of declaration
 * @param context the Spark context of the RDDs that they are given
 */
record BatchOutputs(List<OutputNode> outputs, SparkContext context) {

  /** Local properties that programs read to know which output of which batch they are in. */
  private static final String BATCH_TIME_PROPERTY = "spark.streaming.internal.batchTime";

  private static final String OUTPUT_PROPERTY = "spark.streaming.internal.outputOpId";

  OutputNode node(int output) {
    return outputs.get(output);
  }

  /**
   * The outputs that have a batch: there is its marker. Without one the program ended before the
   * batch did. What comes behind the outputs is a tick, which says that there is a batch and no
   * more.
   */
  Map<Integer, List<Block>> present(Map<Integer, List<Block>> blocks) {
    Map<Integer, List<Block>> found = new TreeMap<>();
    blocks.forEach(
        (output, records) -> {
          if (output < outputs.size() && exists(records)) {
            found.put(output, records);
          }
        });
    return found;
  }

  static boolean exists(List<Block> blocks) {
    return blocks.stream().anyMatch(Block::isMarker);
  }

  /**
   * Runs an output over the blocks of a batch.
   *
   * @throws Exception what the user's function throws
   */
  void run(int output, long batchTime, List<Block> blocks) throws Exception {
    OutputNode node = node(output);
    BlocksDataset batch = new BlocksDataset(context, node.input(), blocks);
    context.setLocalProperty(BATCH_TIME_PROPERTY, String.valueOf(batchTime));
    context.setLocalProperty(OUTPUT_PROPERTY, String.valueOf(output));
    node.run(new RDD<>(batch), new Time(batchTime));
  }
}
