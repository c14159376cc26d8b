// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.filestream;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.FileInputs;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The files that come into a directory.
 *
 * @param operation {@code textFileStream}, {@code fileStream} or {@code binaryRecordsStream}
 * @param directory path or URI of any file system, may be a glob
 * @param format an input format of {@code mapreduce}
 * @param filter the program's; null for all files whose names do not begin with a dot
 * @param notBefore epoch ms; files that were not modified after it are never taken
 * @param memoryMillis how far back batches look: longer ago nothing is new
 * @param configuration null for the context's
 * @param slide the batch interval
 * @param callSite where it was declared
 */
public record FileSourceNode(
    String operation,
    String directory,
    Class<?> format,
    @Nullable Function<Path, Boolean> filter,
    long notBefore,
    long memoryMillis,
    @Nullable Configuration configuration,
    Duration slide,
    CallSite callSite)
    implements SourceNode {

  @Override
  public String details() {
    return directory;
  }

  /**
   * What finds the files of each batch.
   *
   * @param since as {@link #notBefore}, of the run that the program goes on with
   * @param rememberMillis for how long the batches of this stream are kept
   */
  public NewFiles newFiles(SparkContext context, long since, long rememberMillis) {
    return new NewFiles(
        new Path(directory),
        this::accepts,
        context.hadoopConfiguration(),
        batchTime -> Math.max(since, batchTime - memoryMillis),
        Math.max(memoryMillis, rememberMillis) + slide.milliseconds()); // until the next is made
  }

  private boolean accepts(Path path) {
    if (filter == null) {
      return !path.getName().startsWith(".");
    }
    try {
      return filter.call(path);
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** What is in one of the files. */
  public <K, V> Dataset<Tuple2<K, V>> read(SparkContext context, String file) {
    return FileInputs.newFile(
        context,
        file,
        format,
        configuration == null ? context.hadoopConfiguration() : configuration);
  }
}
