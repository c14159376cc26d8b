// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.CombineShuffle;
import org.dstreambeam.compute.Narrow;

/** Nodes without a context, declared line by line in a file that does not exist. */
final class PlanFixture {

  static final Duration BATCH = Durations.seconds(1);

  private int line;

  final PlanBuilder builder = new PlanBuilder(BATCH);

  private CallSite next(String operation) {
    return new CallSite(operation, "Words.java", ++line);
  }

  SourceNode source() {
    QueueSourceNode source =
        new QueueSourceNode(
            "queueStream", RddQueue.copyOf(List.of()), true, null, BATCH, next("queueStream"));
    builder.addSource(source);
    return source;
  }

  PlanNode map(PlanNode input) {
    return new NarrowNode(
        "map", input, Narrow.<Object, Object>map(record -> record), false, next("map"));
  }

  PlanNode filter(PlanNode input) {
    return new NarrowNode(
        "filter", input, Narrow.<Object>filter(record -> true), true, next("filter"));
  }

  PlanNode reduceByKey(PlanNode input, int partitions) {
    return new ShuffleNode(
        "reduceByKey",
        input,
        new CombineShuffle<>(
            Aggregator.<Integer>reduce(Integer::sum), new HashPartitioner(partitions)),
        next("reduceByKey"));
  }

  PlanNode union(PlanNode... inputs) {
    return new UnionNode(List.of(inputs), next("union"));
  }

  void foreachRdd(PlanNode input) {
    builder.addOutput(new ForeachRddNode(input, (rdd, time) -> {}, next("foreachRDD")));
  }

  void print(PlanNode input) {
    builder.addOutput(PrintNode.of(input, 10, next("print")));
  }
}
