// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapred.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.dstreambeam.rdd.Dataset;

/** The names under which Hadoop knows a job and its tasks; no two jobs share one. */
record HadoopIds(JobID job) {

  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  static HadoopIds of(Dataset<?> dataset) {
    long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    return new HadoopIds(new JobID(SECOND.format(LocalDateTime.now()) + random, dataset.id()));
  }

  TaskAttemptID attempt(TaskType type, int partition, int attempt) {
    return new TaskAttemptID(new TaskID(job, type, partition), attempt);
  }

  /** Tells the formats that look for it which task they work for. */
  static void describe(TaskAttemptID attempt, Configuration conf) {
    conf.set("mapreduce.job.id", attempt.getJobID().toString());
    conf.set("mapreduce.task.id", attempt.getTaskID().toString());
    conf.set("mapreduce.task.attempt.id", attempt.toString());
    conf.setBoolean("mapreduce.task.ismap", true);
    conf.setInt("mapreduce.task.partition", attempt.getTaskID().getId());
  }
}
