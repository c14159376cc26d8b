// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.ReflectionUtils;

/** An output format of {@code mapreduce}: part files {@code part-r-00000} and so on. */
final class NewOutput<K, V> implements HadoopOutput<K, V> {

  static final String DIRECTORY = "mapreduce.output.fileoutputformat.outputdir";

  private final Configuration conf;
  private final HadoopIds ids;
  private final JobContext job;
  private final Class<? extends OutputFormat<?, ?>> formatClass;
  private final OutputCommitter committer;

  /**
   * @throws ClassNotFoundException if {@code conf} names a format that is not on the class path
   */
  NewOutput(Configuration conf, HadoopIds ids)
      throws IOException, InterruptedException, ClassNotFoundException {
    this.conf = conf;
    this.ids = ids;
    TaskAttemptID attempt = ids.attempt(TaskType.MAP, 0, 0);
    HadoopIds.describe(ids.attempt(TaskType.MAP, 0, 0), conf);
    this.job = new JobContextImpl(conf, ids.job());
    this.formatClass = job.getOutputFormatClass();
    this.committer = format().getOutputCommitter(new TaskAttemptContextImpl(conf, attempt));
  }

  @SuppressWarnings("unchecked") // whether the records fit is for the format to say
  private OutputFormat<K, V> format() {
    return (OutputFormat<K, V>) ReflectionUtils.newInstance(formatClass, conf);
  }

  @Override
  public void check() throws IOException, InterruptedException {
    format().checkOutputSpecs(job);
  }

  @Override
  public void setup() throws IOException {
    committer.setupJob(job);
  }

  @Override
  public Part<K, V> open(int partition, int attempt) throws IOException, InterruptedException {
    var id = ids.attempt(TaskType.REDUCE, partition, attempt);
    Configuration own = new Configuration(conf);
    HadoopIds.describe(id, own);
    TaskAttemptContext context = new TaskAttemptContextImpl(own, id);
    OutputFormat<K, V> format = format();
    OutputCommitter taskCommitter = format.getOutputCommitter(context);
    taskCommitter.setupTask(context);
    RecordWriter<K, V> writer = format.getRecordWriter(context); // into that committer's directory
    return new CommittedPart<>(taskCommitter, context) {
      @Override
      public void write(K key, V value) throws IOException, InterruptedException {
        writer.write(key, value);
      }

      @Override
      public void close() throws IOException, InterruptedException {
        writer.close(context);
      }
    };
  }

  @Override
  public void commit() throws IOException {
    committer.commitJob(job);
  }

  @Override
  public void abort() throws IOException {
    committer.abortJob(job, JobStatus.State.FAILED);
  }

  @Override
  public String target() {
    return conf.get(DIRECTORY, "the output that its configuration names");
  }
}
