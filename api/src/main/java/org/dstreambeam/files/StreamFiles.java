// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.Operations;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The outputs of streams that write files: a directory per batch, also per empty one, named {@code
 * prefix-T.suffix} by the batch time in ms. Prefix and suffix may be empty or null.
 */
public final class StreamFiles {

  private StreamFiles() {}

  public static void saveAsTextFiles(
      DStream<?> stream, @Nullable String prefix, @Nullable String suffix) {
    CallSite site = CallSite.here();
    Operations.save(
        stream,
        "saveAsTextFiles",
        pattern(prefix, suffix),
        (rdd, time) ->
            FileOutputs.text(rdd.dataset(), directory(prefix, suffix, time), null, site));
  }

  public static void saveAsObjectFiles(
      DStream<?> stream, @Nullable String prefix, @Nullable String suffix) {
    CallSite site = CallSite.here();
    Operations.save(
        stream,
        "saveAsObjectFiles",
        pattern(prefix, suffix),
        (rdd, time) -> FileOutputs.objects(rdd.dataset(), directory(prefix, suffix, time), site));
  }

  /**
   * @param conf null for the context's configuration as it is now
   */
  public static <K, V> void saveAsHadoopFiles(
      DStream<Tuple2<K, V>> stream,
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> key,
      Class<?> value,
      @SuppressWarnings("rawtypes") Class<? extends OutputFormat> format,
      @Nullable JobConf conf) {
    JobConf base =
        conf == null ? new JobConf(stream.context().sparkContext().hadoopConfiguration()) : conf;
    CallSite site = CallSite.here();
    Operations.save(
        stream,
        "saveAsHadoopFiles",
        pattern(prefix, suffix),
        (rdd, time) ->
            FileOutputs.hadoopFile(
                rdd.dataset(),
                directory(prefix, suffix, time),
                key,
                value,
                format,
                new JobConf(base),
                null,
                site));
  }

  /**
   * @param conf null for the context's own configuration, which programs may go on to change:
   *     unlike a {@link JobConf}, it is not copied now
   */
  public static <K, V> void saveAsNewAPIHadoopFiles(
      DStream<Tuple2<K, V>> stream,
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> key,
      Class<?> value,
      @SuppressWarnings("rawtypes")
          Class<? extends org.apache.hadoop.mapreduce.OutputFormat> format,
      @Nullable Configuration conf) {
    Configuration base =
        conf == null ? stream.context().sparkContext().hadoopConfiguration() : conf;
    CallSite site = CallSite.here();
    Operations.save(
        stream,
        "saveAsNewAPIHadoopFiles",
        pattern(prefix, suffix),
        (rdd, time) ->
            FileOutputs.newHadoopFile(
                rdd.dataset(), directory(prefix, suffix, time), key, value, format, base, site));
  }

  /**
   * What Java programs get who leave the classes out: Scala infers its bottom type, and Hadoop
   * refuses it in every batch.
   */
  public static <K, V> void saveAsHadoopFiles(
      DStream<Tuple2<K, V>> stream, @Nullable String prefix, @Nullable String suffix) {
    saveAsHadoopFiles(
        stream, prefix, suffix, Object.class, Object.class, StreamFiles.nothing(), null);
  }

  /** As {@link #saveAsHadoopFiles(DStream, String, String)}. */
  public static <K, V> void saveAsNewAPIHadoopFiles(
      DStream<Tuple2<K, V>> stream, @Nullable String prefix, @Nullable String suffix) {
    saveAsNewAPIHadoopFiles(
        stream, prefix, suffix, Object.class, Object.class, StreamFiles.nothing(), null);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // it is no such class: see above
  private static <F> Class<F> nothing() {
    return (Class<F>) (Class<?>) scala.runtime.Nothing$.class;
  }

  private static String directory(@Nullable String prefix, @Nullable String suffix, Time time) {
    return name(prefix, String.valueOf(time.milliseconds()), suffix);
  }

  private static String pattern(@Nullable String prefix, @Nullable String suffix) {
    return name(prefix, "<time>", suffix);
  }

  private static String name(@Nullable String prefix, String time, @Nullable String suffix) {
    String head = prefix == null || prefix.isEmpty() ? "" : prefix + "-";
    String tail = suffix == null || suffix.isEmpty() ? "" : "." + suffix;
    return head + time + tail;
  }
}
