// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.CombineFileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.CombineFileSplit;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** Whole files as records, several to a split, each under its path. */
abstract class PackedFiles<V> extends CombineFileInputFormat<String, V>
    implements NewHadoopDataset.Partitioned {

  @Override
  protected final boolean isSplitable(JobContext context, Path file) {
    return false;
  }

  /** The value of a file of a split. */
  abstract V valueOf(CombineFileSplit split, int file, TaskAttemptContext context)
      throws IOException;

  /** How many bytes go into a split. */
  abstract long maxSplitSize(SparkContext context, Iterable<FileStatus> files, int minPartitions);

  @Override
  public final void setMinPartitions(SparkContext context, JobContext job, int minPartitions)
      throws IOException {
    long most = maxSplitSize(context, listStatus(job), minPartitions);
    // Lower bounds that are configured must not be above: Hadoop would refuse them.
    Configuration conf = job.getConfiguration();
    if (most < conf.getLong(SPLIT_MINSIZE_PERNODE, 0)) {
      setMinSplitSizeNode(0);
    }
    if (most < conf.getLong(SPLIT_MINSIZE_PERRACK, 0)) {
      setMinSplitSizeRack(0);
    }
    setMaxSplitSize(most);
  }

  @Override
  public final RecordReader<String, V> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new Reader((CombineFileSplit) split, context);
  }

  private final class Reader extends RecordReader<String, V> {
    private final CombineFileSplit split;
    private final TaskAttemptContext context;
    private int next;
    private @Nullable V value;

    Reader(CombineFileSplit split, TaskAttemptContext context) {
      this.split = split;
      this.context = context;
    }

    @Override
    public void initialize(InputSplit ignored, TaskAttemptContext sameContext) {}

    @Override
    public boolean nextKeyValue() throws IOException {
      if (next == split.getNumPaths()) {
        return false;
      }
      value = valueOf(split, next++, context);
      return true;
    }

    @Override
    public String getCurrentKey() {
      return split.getPath(next - 1).toString();
    }

    @Override
    @SuppressWarnings("NullAway") // asked for only after there was a next one
    public V getCurrentValue() {
      return value;
    }

    @Override
    public float getProgress() {
      return (float) next / split.getNumPaths();
    }

    @Override
    public void close() {}
  }
}
