// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.filestream;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.InputDStream;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.files.FixedLengthRecords;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.Sources;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The streams of files that come into a directory, as both facades declare them. */
public final class FileStreams {

  private static final String MEMORY = "spark.streaming.fileStream.minRememberDuration";
  private static final String OLD_MEMORY = "spark.streaming.minRememberDuration";

  private FileStreams() {}

  /** Lines, each decoded as UTF-8. */
  public static DStream<String> text(StreamingContext context, String directory) {
    InputDStream<Tuple2<LongWritable, Text>> lines =
        files(context, "textFileStream", directory, TextInputFormat.class, null, true, null);
    return Operations.narrow(
        lines, "textFileStream", Narrow.<Tuple2<LongWritable, Text>, String>map(FileStreams::line));
  }

  private static String line(Tuple2<LongWritable, Text> record) {
    return record._2().toString();
  }

  /** Records of {@code length} bytes. */
  public static DStream<byte[]> binaryRecords(
      StreamingContext context, String directory, int length) {
    Configuration conf =
        FixedLengthRecords.configured(context.sparkContext().hadoopConfiguration(), length);
    InputDStream<Tuple2<LongWritable, BytesWritable>> records =
        files(
            context, "binaryRecordsStream", directory, FixedLengthRecords.class, null, true, conf);
    return Operations.narrow(
        records,
        "binaryRecordsStream",
        Narrow.<Tuple2<LongWritable, BytesWritable>, byte[]>map(FileStreams::bytes));
  }

  private static byte[] bytes(Tuple2<LongWritable, BytesWritable> record) {
    return record._2().copyBytes();
  }

  /**
   * Keys and values as an input format of {@code mapreduce} reads them.
   *
   * @param filter null for all files whose names do not begin with a dot
   * @param newFilesOnly whether files from before this call are left out
   * @param configuration null for the context's
   */
  public static <K, V> InputDStream<Tuple2<K, V>> files(
      StreamingContext context,
      String operation,
      String directory,
      Class<?> format,
      @Nullable Function<Path, Boolean> filter,
      boolean newFilesOnly,
      @Nullable Configuration configuration) {
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    Duration batch = lifecycle.batch();
    FileSourceNode node =
        new FileSourceNode(
            operation,
            directory,
            format,
            filter,
            newFilesOnly ? lifecycle.clock().now() : 0,
            memoryMillis(context.sparkContext().getConf(), batch),
            configuration,
            batch,
            CallSite.here());
    return Sources.declared(context, node);
  }

  /** Whole batches, of a minute at least unless the program says otherwise. */
  private static long memoryMillis(SparkConf conf, Duration batch) {
    long least = conf.getTimeAsSeconds(MEMORY, conf.get(OLD_MEMORY, "60s")) * 1_000;
    long millis = batch.milliseconds();
    return millis <= 0 ? least : (least + millis - 1) / millis * millis;
  }
}
