// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Writes what an {@link AcknowledgingReceiver} stores, batch by batch, to {@link LoggedOutput}; it
 * has a write-ahead log. To be killed and started again.
 */
final class LoggedReceiverProgram {

  static final long BATCH_MILLIS = 200;

  private LoggedReceiverProgram() {}

  /**
   * Arguments: the directory of checkpoints, the file to write to, the directory of the receiver's
   * files, master.
   */
  public static void main(String[] args) throws InterruptedException {
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(
            args[0], () -> newContext(args[0], args[1], args[2], args[3]));
    context.start();
    context.awaitTermination();
  }

  static JavaStreamingContext newContext(
      String checkpoints, String out, String directory, String master) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("logged receiver")
            .set("spark.streaming.receiver.writeAheadLog.enable", "true")
            .set("spark.streaming.receiver.writeAheadLog.rollingIntervalSecs", "1")
            .set("spark.streaming.blockInterval", "50ms")
            .set("spark.dstreambeam.checkpoint.interval", "300ms");
    JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS));
    context.checkpoint(checkpoints);
    context
        .receiverStream(new AcknowledgingReceiver(directory))
        .foreachRDD((rdd, time) -> write(rdd, time, out));
    return context;
  }

  private static void write(JavaRDD<String> records, Time time, String out) throws IOException {
    Files.writeString(
        Path.of(out),
        LoggedOutput.line(time.milliseconds(), records.getNumPartitions(), records.collect()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
