// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.dstreambeam.rdd.JobHistory;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Tells about the jobs of a context, those that run and the last thousand that ran. The stages of
 * streams run in the pipeline and belong to no job.
 */
public class SparkStatusTracker {

  private final JobHistory jobs;

  /** Programs call {@link SparkContext#statusTracker}. */
  SparkStatusTracker(JobHistory jobs) {
    this.jobs = jobs;
  }

  /** The jobs of a group, in the order in which they began; null for those without a group. */
  public int[] getJobIdsForGroup(@Nullable String jobGroup) {
    return jobs.ofGroup(jobGroup);
  }

  /** The jobs with a tag, in the order in which they began. */
  public int[] getJobIdsForTag(String jobTag) {
    return jobs.withTag(jobTag);
  }

  public int[] getActiveStageIds() {
    return jobs.activeStages();
  }

  public int[] getActiveJobIds() {
    return jobs.active();
  }

  /** None if there is no such job, or it is too long ago. */
  public Option<SparkJobInfo> getJobInfo(int jobId) {
    return Option.apply(jobs.job(jobId));
  }

  /** None if there is no such stage, or it is too long ago. */
  public Option<SparkStageInfo> getStageInfo(int stageId) {
    return Option.apply(jobs.stage(stageId));
  }

  /** One: this process. */
  public SparkExecutorInfo[] getExecutorInfos() {
    return new SparkExecutorInfo[] {jobs.executor()};
  }
}
