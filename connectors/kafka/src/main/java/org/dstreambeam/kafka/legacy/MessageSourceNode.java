// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.kafka.CutCodec;
import org.dstreambeam.kafka.KafkaSourceNode;
import org.dstreambeam.plan.BatchCutter;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.CutterInbox;
import org.dstreambeam.rdd.Dataset;

/**
 * A direct stream whose records are decoded messages.
 *
 * @param bytes the stream without decoders
 * @param messages what becomes of the bytes
 */
record MessageSourceNode<R>(KafkaSourceNode<byte[], byte[]> bytes, MessageReader<?, ?, R> messages)
    implements CutSourceNode {

  @Override
  public String operation() {
    return bytes.operation();
  }

  @Override
  public BatchCutter cutter(SparkContext context) {
    return bytes.cutter(context);
  }

  @Override
  public Dataset<?> read(SparkContext context, byte[] cut) {
    return new MessageDataset<>(
        context, callSite(), bytes.executorParams(), messages, CutCodec.read(cut));
  }

  @Override
  public CutterInbox inbox() {
    return bytes.inbox();
  }

  @Override
  public Duration slide() {
    return bytes.slide();
  }

  @Override
  public CallSite callSite() {
    return bytes.callSite();
  }

  @Override
  public String details() {
    return bytes.strategy().toString();
  }

  /** Without the parameters. */
  @Override
  public String toString() {
    return callSite() + " " + details();
  }
}
