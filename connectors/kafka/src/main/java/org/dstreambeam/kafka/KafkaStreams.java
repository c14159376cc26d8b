// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.CutterInbox;
import org.dstreambeam.rate.BackPressure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How streams over Kafka are declared. */
public final class KafkaStreams {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaStreams.class);

  private KafkaStreams() {}

  /** The node of a stream that is being constructed; it is the context's next input stream. */
  public static <K, V> KafkaSourceNode<K, V> declare(
      StreamingContext context, ConsumerStrategy<K, V> strategy, PerPartitionConfig config) {
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    BackPressure.check(context.sparkContext().getConf(), lifecycle.batch().milliseconds());
    KafkaSourceNode<K, V> node =
        new KafkaSourceNode<>(
            strategy,
            config,
            ExecutorParams.of(strategy.executorKafkaParams()),
            new CutterInbox(),
            lifecycle.batch(),
            CallSite.here());
    lifecycle.plan().addSource(node);
    return node;
  }

  /** Says what Spark says of streams and RDDs whose records are to be kept. */
  public static void warnOfPersist() {
    LOG.error(
        "Kafka ConsumerRecord is not serializable. Use .map to extract fields before calling"
            + " .persist or .window");
  }
}
