// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A {@link SparkStatusTracker} for Java programs. */
public class JavaSparkStatusTracker {

  private final SparkStatusTracker tracker;

  /** Programs call {@link JavaSparkContext#statusTracker}. */
  JavaSparkStatusTracker(SparkContext sc) {
    this.tracker = sc.statusTracker();
  }

  /** The jobs of a group, in the order in which they began; null for those without a group. */
  public int[] getJobIdsForGroup(@Nullable String jobGroup) {
    return tracker.getJobIdsForGroup(jobGroup);
  }

  public int[] getActiveStageIds() {
    return tracker.getActiveStageIds();
  }

  public int[] getActiveJobIds() {
    return tracker.getActiveJobIds();
  }

  /** Null if there is no such job, or it is too long ago. */
  public @Nullable SparkJobInfo getJobInfo(int jobId) {
    Option<SparkJobInfo> info = tracker.getJobInfo(jobId);
    return info.isEmpty() ? null : info.get();
  }

  /** Null if there is no such stage, or it is too long ago. */
  public @Nullable SparkStageInfo getStageInfo(int stageId) {
    Option<SparkStageInfo> info = tracker.getStageInfo(stageId);
    return info.isEmpty() ? null : info.get();
  }
}
