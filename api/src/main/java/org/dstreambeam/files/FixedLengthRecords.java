// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.jspecify.annotations.Nullable;

/**
 * {@code binaryRecords}: records of one length, under their ordinal number in the file. Hadoop's
 * own format for this fails in other ways than Spark's: with other exceptions, and earlier.
 */
public final class FixedLengthRecords extends FileInputFormat<LongWritable, BytesWritable> {

  private static final String LENGTH = "org.dstreambeam.files.recordLength";

  /** A copy of {@code conf}, for records of {@code length} bytes. */
  public static Configuration configured(Configuration conf, int length) {
    Configuration copy = new Configuration(conf);
    copy.setInt(LENGTH, length);
    return copy;
  }

  @Override
  protected boolean isSplitable(JobContext context, Path file) {
    return length(context.getConfiguration()) > 0;
  }

  private static int length(Configuration conf) {
    return conf.getInt(LENGTH, 0);
  }

  /** No record lies in two splits. */
  @Override
  public List<InputSplit> getSplits(JobContext job) throws IOException {
    recordLength = length(job.getConfiguration());
    return super.getSplits(job);
  }

  private int recordLength;

  @Override
  protected long computeSplitSize(long blockSize, long minSize, long maxSize) {
    long size = super.computeSplitSize(blockSize, minSize, maxSize);
    return size < recordLength ? recordLength : size / recordLength * recordLength;
  }

  @Override
  public RecordReader<LongWritable, BytesWritable> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new Reader();
  }

  private static final class Reader extends RecordReader<LongWritable, BytesWritable> {
    private final LongWritable key = new LongWritable();
    private final BytesWritable value = new BytesWritable();
    private byte[] record = new byte[0];
    private @Nullable FSDataInputStream file;
    private long start;
    private long end;
    private long position;

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context) throws IOException {
      Configuration conf = context.getConfiguration();
      FileSplit part = (FileSplit) split;
      Path path = part.getPath();
      if (new CompressionCodecFactory(conf).getCodec(path) != null) {
        throw new IOException(
            "FixedLengthRecordReader does not support reading compressed files: " + path);
      }
      record = new byte[length(conf)];
      start = part.getStart();
      end = start + part.getLength();
      position = start;
      file = path.getFileSystem(conf).open(path);
      file.seek(start);
    }

    @Override
    public boolean nextKeyValue() throws IOException {
      FSDataInputStream source = file;
      key.set(position / record.length); // fails as Spark does if the length is 0
      if (source == null || position >= end) {
        return false;
      }
      source.readFully(record);
      value.set(record, 0, record.length);
      position += record.length;
      return true;
    }

    @Override
    public LongWritable getCurrentKey() {
      return key;
    }

    @Override
    public BytesWritable getCurrentValue() {
      return value;
    }

    @Override
    public float getProgress() {
      return end == start ? 0 : Math.min(1, (float) (position - start) / (end - start));
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }
}
