// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Writes to {@link TallyOutput} which offsets each batch has, and how many records and what sum for
 * each key. To be killed and started again.
 */
final class TallyProgram {

  static final String GROUP = "tally";

  private static final long BATCH_MILLIS = 200;

  private TallyProgram() {}

  /**
   * Arguments: the directory of checkpoints, that of the outputs, master, bootstrap servers, topic,
   * records per second and partition, the {@link TallyApi}.
   */
  public static void main(String[] args) throws InterruptedException {
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(args[0], () -> newContext(args));
    context.start();
    context.awaitTermination();
  }

  private static JavaStreamingContext newContext(String[] args) {
    TallyApi api = TallyApi.valueOf(args[6]);
    SparkConf conf =
        new SparkConf()
            .setMaster(args[2])
            .setAppName("tally")
            .set("spark.dstreambeam.runner", "flink")
            .set("spark.dstreambeam.checkpoint.interval", "300ms")
            .set("spark.streaming.kafka.maxRatePerPartition", args[5]);
    api.configure(conf, args[3], Long.parseLong(args[5]));
    JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS));
    context.checkpoint(args[0]);
    api.declare(context, args[3], args[4], args[1]);
    return context;
  }
}
