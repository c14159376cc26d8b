// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.Checkpoints;
import org.dstreambeam.files.TextStore;
import org.dstreambeam.plan.GraphSerialization;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.PlanBuilder;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.recovery.CheckpointDirectory;
import org.dstreambeam.recovery.Fingerprint;
import org.dstreambeam.recovery.PlanMatch;
import org.dstreambeam.recovery.ProgramMetadata;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingBackend;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a context's checkpoints go, what it starts from, and whether its plan fits that. */
final class ProgramCheckpoints {

  private static final Logger LOG = LoggerFactory.getLogger(ProgramCheckpoints.class);

  private static final String WRITE_AHEAD_LOG = "spark.streaming.receiver.writeAheadLog.enable";

  /** Lets a program start whose plan has no place for some of what was recorded. */
  private static final String ALLOW_DROPPED = "spark.dstreambeam.recovery.allowDropped";

  /** A plan with the names that its nodes have from this start on, and its checkpoints. */
  record Prepared(LogicalPlan plan, @Nullable Checkpointing checkpointing) {}

  private final SparkContext spark;
  private volatile @Nullable String directory;
  private volatile @Nullable RecoveryRequest request;

  ProgramCheckpoints(SparkContext spark) {
    this.spark = spark;
  }

  /** Names the directory, null for none; it is created. */
  void directory(@Nullable String named) {
    String resolved = named == null ? null : Checkpoints.resolve(spark, named);
    if (resolved != null) {
      spark.setCheckpointDir(resolved);
    }
    directory = resolved;
  }

  /**
   * Lets the program go on where it was. Checkpoints go there too, if it has named no directory.
   */
  void recover(RecoveryRequest wanted) {
    request = wanted;
    if (wanted.recorded() != null && directory == null) {
      directory(wanted.directory().uri());
    }
  }

  /** Whether the program wants checkpoints to be started from, and has a place for them. */
  boolean areToBeRecovered() {
    return directory != null
        && (request != null || spark.getConf().getBoolean(WRITE_AHEAD_LOG, false));
  }

  /**
   * The plan that the program has declared.
   *
   * @throws IllegalArgumentException if it has no output
   */
  LogicalPlan build(PlanBuilder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      RecoveryRequest wanted = request;
      if (wanted == null || !wanted.madeFromPath()) {
        throw e;
      }
      throw new IllegalArgumentException(
          e.getMessage()
              + ": the context was made from the checkpoint directory "
              + wanted.directory()
              + ", which holds states and no functions. Declare the streams and outputs on it before"
              + " start(), or use getOrCreate with a factory that does",
          e);
    }
  }

  /** Whether the functions of the plan could be written, if they are to be. */
  void check(LogicalPlan plan) {
    if (directory != null) {
      GraphSerialization.check(plan);
    }
  }

  /**
   * Where the program's checkpoints go on {@code backend}, and what it starts from.
   *
   * @throws IllegalArgumentException if the plan does not fit what it is to start from
   */
  Prepared prepare(LogicalPlan plan, StreamingBackend backend) {
    String to = directory;
    RecoveryRequest wanted = request;
    ProgramMetadata recorded = wanted == null ? null : wanted.recorded();
    if (wanted != null && recorded != null) {
      checkDirectory(wanted, to);
    }
    if (to == null) {
      checkReceiversNeedNoLog(plan);
      return new Prepared(plan, null);
    }
    if (!backend.recovers()) {
      checkLogIsKept(plan, backend);
      warnOrRefuse(backend, to, wanted);
      return new Prepared(plan, null);
    }
    if (plan.sources().stream().anyMatch(QueueSourceNode.class::isInstance)) {
      LOG.warn("queueStream doesn't support checkpointing: this program cannot be recovered");
    }
    CheckpointDirectory target =
        new CheckpointDirectory(TextStore.in(to, spark.hadoopConfiguration()));
    if (wanted == null || recorded == null) {
      return new Prepared(plan, Checkpointing.fresh(target));
    }
    return restoring(plan, target, recorded, wanted.mayStartAnew());
  }

  private boolean wantsLog(LogicalPlan plan) {
    return spark.getConf().getBoolean(WRITE_AHEAD_LOG, false)
        && plan.sources().stream().anyMatch(ReceiverSourceNode.class::isInstance);
  }

  /** Spark says so at each launch of a receiver, in the log, and starts. */
  private void checkReceiversNeedNoLog(LogicalPlan plan) {
    if (wantsLog(plan)) {
      throw Rethrow.as(
          new SparkException(
              "Cannot enable receiver write-ahead log without checkpoint directory set. Please use"
                  + " streamingContext.checkpoint() to set the checkpoint directory. See"
                  + " documentation for more details."));
    }
  }

  private void checkLogIsKept(LogicalPlan plan, StreamingBackend backend) {
    if (wantsLog(plan)) {
      throw new IllegalArgumentException(
          WRITE_AHEAD_LOG
              + "=true, but the runner '"
              + backend.name()
              + "' keeps no write-ahead log: have the flink runner on the class path and leave "
              + Backends.RUNNER
              + " unset, or leave out the setting");
    }
  }

  private static void checkDirectory(RecoveryRequest wanted, @Nullable String to) {
    String from = wanted.directory().uri();
    if (!from.equals(to)) {
      throw new IllegalArgumentException(
          "The program goes on from the checkpoint directory "
              + from
              + ", but checkpoint(...) names "
              + (to == null ? "none" : to)
              + ": name the same, or start anew without getOrCreate");
    }
  }

  private static void warnOrRefuse(
      StreamingBackend backend, String directory, @Nullable RecoveryRequest wanted) {
    if (wanted != null && wanted.recorded() != null && !wanted.mayStartAnew()) {
      throw new IllegalArgumentException(
          "The checkpoint directory "
              + directory
              + " holds what an earlier run of this program knew, and the runner '"
              + backend.name()
              + "' cannot start from it: have the flink runner on the class path and leave "
              + Backends.RUNNER
              + " unset, or start anew in another directory");
    }
    LOG.warn(
        "The checkpoint directory {} keeps nothing across restarts: the runner '{}' does not write"
            + " checkpoints",
        directory,
        backend.name());
  }

  private Prepared restoring(
      LogicalPlan plan,
      CheckpointDirectory target,
      ProgramMetadata recorded,
      boolean mayStartAnew) {
    checkSources(plan.sources(), target);
    PlanMatch match = PlanMatch.of(recorded.nodes(), Fingerprint.of(plan));
    checkFits(match, plan, target, recorded);
    match.added().forEach(node -> LOG.info("{} starts empty: it was not there before", node));
    match
        .renumbered()
        .forEach(
            node ->
                LOG.warn(
                    "Operations of its kind have come or gone, and it goes on with what was"
                        + " recorded under its name: {}",
                    node));
    Checkpointing checkpointing =
        Checkpointing.restoring(target, recorded, match.dropped(), mayStartAnew);
    return new Prepared(plan.withGenerations(match.generations()), checkpointing);
  }

  private void checkFits(
      PlanMatch match, LogicalPlan plan, CheckpointDirectory target, ProgramMetadata recorded) {
    List<String> problems = new ArrayList<>();
    if (plan.batch().milliseconds() != recorded.batchMillis()) {
      problems.add(
          "the batch interval was %s, is %s"
              .formatted(new Duration(recorded.batchMillis()), plan.batch()));
    }
    boolean allowDropped = spark.getConf().getBoolean(ALLOW_DROPPED, false);
    String losses = String.join("; ", match.losses());
    if (allowDropped && !match.isComplete()) {
      LOG.warn("What the checkpoint in {} knows of these is dropped: {}", target, losses);
    } else if (!match.isComplete()) {
      problems.add(losses);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "The program does not fit the checkpoint in "
              + target
              + ": "
              + String.join("; ", problems)
              + ". Declare it as it was, or start anew in another directory"
              + (allowDropped || match.isComplete()
                  ? ""
                  : "; with " + ALLOW_DROPPED + "=true what the named operations knew is dropped"));
    }
  }

  /**
   * @throws RuntimeException an undeclared {@code SparkException} if a program with these sources
   *     cannot be recovered
   */
  static void checkSources(List<SourceNode> sources, CheckpointDirectory directory) {
    if (sources.stream().anyMatch(QueueSourceNode.class::isInstance)) {
      throw directory.unreadable(
          new NotSerializableException(
              "queueStream doesn't support checkpointing. Please don't use queueStream when"
                  + " checkpointing is enabled."));
    }
  }
}
