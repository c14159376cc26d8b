// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.CombineFileSplit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.input.PortableDataStream;

/** {@code binaryFiles}: each file as something to open, once somebody wants it. */
public final class BinaryFiles extends PackedFiles<PortableDataStream> {

  /** As if opening a file took as long as reading so many bytes. */
  @Override
  long maxSplitSize(SparkContext context, Iterable<FileStatus> files, int minPartitions) {
    SparkConf conf = context.conf();
    long most = conf.getSizeAsBytes("spark.files.maxPartitionBytes", "128m");
    long openCost = conf.getSizeAsBytes("spark.files.openCostInBytes", "4m");
    long total = 0;
    for (FileStatus file : files) {
      total += file.isDirectory() ? 0 : file.getLen() + openCost;
    }
    long perCore = total / Math.max(context.defaultParallelism(), minPartitions);
    return Math.min(most, Math.max(openCost, perCore));
  }

  @Override
  PortableDataStream valueOf(CombineFileSplit split, int file, TaskAttemptContext context) {
    return new PortableDataStream(split, context, file);
  }
}
