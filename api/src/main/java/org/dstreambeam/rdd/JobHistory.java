// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.dstreambeam.plan.CallSite;
import org.jspecify.annotations.Nullable;

/** The jobs of a context that run, and the last that ran; finds those that are to be cancelled. */
public final class JobHistory {

  /** As many as Spark keeps by default. */
  private static final int RETAINED = 1000;

  private final AtomicInteger ids = new AtomicInteger();
  private final ConcurrentSkipListMap<Integer, JobRun> jobs = new ConcurrentSkipListMap<>();

  private record Executor(String host, int numRunningTasks, long totalOnHeapStorageMemory)
      implements SparkExecutorInfo {
    @Override
    public int port() {
      return 0;
    }

    @Override
    public long cacheSize() {
      return 0;
    }

    @Override
    public long usedOnHeapStorageMemory() {
      return 0;
    }

    @Override
    public long usedOffHeapStorageMemory() {
      return 0;
    }

    @Override
    public long totalOffHeapStorageMemory() {
      return 0;
    }
  }

  /** A job that is about to run. */
  JobRun begin(CallSite callSite, Properties properties) {
    JobRun job = new JobRun(ids.getAndIncrement(), callSite, properties);
    jobs.put(job.id(), job);
    // Usually one, and never many: those that were still running when they were too old.
    jobs.headMap(job.id() - RETAINED, true).values().removeIf(old -> !old.isActive());
    return job;
  }

  /** The jobs of a group; null for those without one. */
  public int[] ofGroup(@Nullable String group) {
    return ids(job -> Objects.equals(JobProperties.group(job.properties()), group));
  }

  public int[] withTag(String tag) {
    return ids(hasTag(tag));
  }

  public int[] active() {
    return ids(JobRun::isActive);
  }

  private int[] ids(Predicate<JobRun> wanted) {
    return jobs.values().stream().filter(wanted).mapToInt(JobRun::id).toArray();
  }

  private static Predicate<JobRun> hasTag(String tag) {
    return job -> JobProperties.tags(job.properties()).contains(tag);
  }

  public int[] activeStages() {
    return jobs.values().stream()
        .map(JobRun::activeStage)
        .filter(Objects::nonNull)
        .mapToInt(StageProgress::id)
        .toArray();
  }

  /** Null if it is not known. */
  public @Nullable SparkJobInfo job(int id) {
    JobRun job = jobs.get(id);
    return job == null ? null : job.info();
  }

  /** Null if it is not known. */
  public @Nullable SparkStageInfo stage(int id) {
    return jobs.values().stream()
        .map(JobRun::stages)
        .flatMap(Collection::stream)
        .filter(stage -> stage.id() == id)
        .map(StageProgress::info)
        .findFirst()
        .orElse(null);
  }

  /** This process. */
  public SparkExecutorInfo executor() {
    int tasks =
        jobs.values().stream()
            .map(JobRun::activeStage)
            .filter(Objects::nonNull)
            .mapToInt(StageProgress::activeTasks)
            .sum();
    return new Executor(host(), tasks, Runtime.getRuntime().maxMemory());
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * @param reason null for none
   */
  public void cancel(int job, @Nullable String reason) {
    JobRun found = jobs.get(job);
    if (found != null) {
      found.cancel(reason == null ? "" : reason);
    }
  }

  public void cancelGroup(String group) {
    cancelAll(
        job -> group.equals(JobProperties.group(job.properties())),
        "part of cancelled job group " + group);
  }

  /**
   * @throws IllegalArgumentException if it cannot be a tag
   */
  public void cancelTag(String tag) {
    cancelAll(hasTag(JobProperties.checkTag(tag)), "part of cancelled job tag " + tag);
  }

  /** Cancels the jobs that run this stage. */
  public void cancelStage(int stage, @Nullable String reason) {
    String because = reason == null ? "Stage " + stage + " was cancelled" : reason;
    cancelAll(
        job -> {
          StageProgress active = job.activeStage();
          return active != null && active.id() == stage;
        },
        "because " + because);
  }

  /** Cancels all jobs that run. */
  public void cancelAll(String why) {
    cancelAll(job -> true, why);
  }

  private void cancelAll(Predicate<JobRun> wanted, String why) {
    List<JobRun> found = jobs.values().stream().filter(wanted).toList();
    found.forEach(job -> job.cancel(why));
  }
}
