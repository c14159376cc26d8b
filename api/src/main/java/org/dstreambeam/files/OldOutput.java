// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContext;
import org.apache.hadoop.mapred.JobContextImpl;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapred.TaskAttemptContext;
import org.apache.hadoop.mapred.TaskAttemptContextImpl;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskType;

/** An output format of {@code mapred}: part files {@code part-00000} and so on. */
final class OldOutput<K, V> implements HadoopOutput<K, V> {

  private final JobConf conf;
  private final HadoopIds ids;
  private final JobContext job;
  private final OutputCommitter committer;

  OldOutput(JobConf conf, HadoopIds ids) {
    this.conf = conf;
    this.ids = ids;
    HadoopIds.describe(ids.attempt(TaskType.MAP, 0, 0), conf);
    this.job = new JobContextImpl(conf, ids.job());
    this.committer = conf.getOutputCommitter();
  }

  @Override
  public void check() throws IOException {
    conf.getOutputFormat().checkOutputSpecs(FileSystem.get(conf), conf);
  }

  @Override
  public void setup() throws IOException {
    committer.setupJob(job);
  }

  @Override
  public Part<K, V> open(int partition, int attempt) throws IOException {
    TaskAttemptID id = ids.attempt(TaskType.MAP, partition, attempt);
    JobConf own = new JobConf(conf); // the format looks there for the attempt's directory
    HadoopIds.describe(id, own);
    TaskAttemptContext context = new TaskAttemptContextImpl(own, id);
    OutputCommitter taskCommitter = own.getOutputCommitter();
    taskCommitter.setupTask(context);
    Path path = FileOutputFormat.getOutputPath(own);
    FileSystem files = path == null ? FileSystem.get(own) : path.getFileSystem(own);
    @SuppressWarnings("unchecked") // whether the records fit is for the format to say
    OutputFormat<K, V> format = own.getOutputFormat();
    String name = String.format("part-%05d", partition);
    RecordWriter<K, V> writer = format.getRecordWriter(files, own, name, Reporter.NULL);
    return new CommittedPart<>(taskCommitter, context) {
      @Override
      public void write(K key, V value) throws IOException {
        writer.write(key, value);
      }

      @Override
      public void close() throws IOException {
        writer.close(Reporter.NULL);
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
    return String.valueOf(FileOutputFormat.getOutputPath(conf));
  }
}
