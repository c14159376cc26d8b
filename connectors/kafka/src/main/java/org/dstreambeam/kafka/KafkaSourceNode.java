// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.HashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;
import org.dstreambeam.plan.BatchCutter;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.CutterInbox;
import org.dstreambeam.rdd.Dataset;

/**
 * A direct stream.
 *
 * @param strategy makes the driver consumer
 * @param config limits per partition
 * @param executorParams of the consumers that read records
 * @param inbox where commits are asked for
 * @param slide the batch interval
 * @param callSite where it was declared
 */
public record KafkaSourceNode<K, V>(
    ConsumerStrategy<K, V> strategy,
    PerPartitionConfig config,
    HashMap<String, Object> executorParams,
    CutterInbox inbox,
    Duration slide,
    CallSite callSite)
    implements CutSourceNode {

  @Override
  public String operation() {
    return "createDirectStream";
  }

  @Override
  public BatchCutter cutter(SparkContext context) {
    return KafkaCutter.of(this, context.getConf());
  }

  @Override
  public Dataset<?> read(SparkContext context, byte[] cut) {
    return new KafkaDataset<K, V>(
        context, callSite, executorParams, CutCodec.read(cut), ReadSettings.of(context.getConf()));
  }

  /** On Spark it goes into the checkpoint, too: one that cannot be written is refused. */
  @Override
  public Object driverFunction() {
    return strategy;
  }

  /** The strategies of Spark name their topics; parameters, which may be secrets, they do not. */
  @Override
  public String details() {
    return strategy.getClass().getPackage() == ConsumerStrategy.class.getPackage()
        ? strategy.toString()
        : strategy.getClass().getSimpleName();
  }

  /** Without the parameters. */
  @Override
  public String toString() {
    return callSite + " " + details();
  }
}
