// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkException;
import org.apache.spark.SparkFiles;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups, tags, cancelling, asynchronous actions, files for tasks. */
class JobControlTest {
  private static volatile CountDownLatch begun;
  private static volatile CountDownLatch mayEnd;

  private JavaSparkContext spark;
  private JavaRDD<Integer> numbers;

  /** Cancels what runs. */
  @FunctionalInterface
  interface Cancel {
    void now(int job, int stage);
  }

  @BeforeEach
  void start() {
    begun = new CountDownLatch(1);
    mayEnd = new CountDownLatch(1);
    spark = new JavaSparkContext(Table.conf());
    numbers = spark.parallelize(List.of(1, 2, 3, 4), 2);
  }

  @AfterEach
  void stop() {
    mayEnd.countDown();
    spark.stop();
  }

  private static void block(int number) throws InterruptedException {
    begun.countDown();
    mayEnd.await();
  }

  @Test
  void groupsAndDescriptionsAreLocalProperties() {
    spark.setJobGroup("g", "what for", true);
    assertThat(
            numbers
                .map(
                    n ->
                        TaskContext.get().getLocalProperty("spark.jobGroup.id")
                            + TaskContext.get().getLocalProperty("spark.job.description")
                            + TaskContext.get().getLocalProperty("spark.job.interruptOnCancel"))
                .first())
        .isEqualTo("gwhat fortrue");
    spark.clearJobGroup();
    assertThat(spark.getLocalProperty("spark.jobGroup.id")).isNull();
    assertThat(spark.getLocalProperty("spark.job.description")).isNull();
    assertThat(spark.getLocalProperty("spark.job.interruptOnCancel")).isNull();
    spark.setJobGroup("g", "d");
    assertThat(spark.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("false");
  }

  @Test
  void tagsAreCheckedAndKeptInOrder() {
    spark.addJobTag("a");
    spark.addJobTag("b");
    spark.addJobTag("a");
    assertThat(spark.getJobTags()).containsExactlyInAnyOrder("a", "b");
    assertThat(spark.getLocalProperty("spark.job.tags")).isEqualTo("a,b");
    spark.removeJobTag("none");
    spark.removeJobTag("a");
    assertThat(spark.getJobTags()).containsExactly("b");
    spark.clearJobTags();
    assertThat(spark.getJobTags()).isEmpty();
    assertThatThrownBy(() -> spark.addJobTag(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Spark job tag cannot be an empty string.");
    assertThatThrownBy(() -> spark.addJobTag(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Spark job tag cannot be null.");
    assertThatThrownBy(() -> spark.removeJobTag("a,b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Spark job tag cannot contain ','.");
  }

  @Test
  void theTrackerKnowsTheJobsOfAGroup() throws Exception {
    spark.setJobGroup("g", "d");
    JavaFutureAction<Long> count = numbers.countAsync();
    assertThat(count.get()).isEqualTo(4);
    int job = count.jobIds().get(0);
    assertThat(spark.statusTracker().getJobIdsForGroup("g")).containsExactly(job);
    assertThat(spark.statusTracker().getJobIdsForGroup("none")).isEmpty();
    SparkJobInfo info = spark.statusTracker().getJobInfo(job);
    assertThat(info.jobId()).isEqualTo(job);
    assertThat(info.stageIds()).hasSize(1);
    SparkStageInfo stage = spark.statusTracker().getStageInfo(info.stageIds()[0]);
    assertThat(stage.numTasks()).isEqualTo(2);
    assertThat(stage.currentAttemptId()).isZero();
    assertThat(stage.name()).startsWith("countAsync at JobControlTest.java:");
    assertThat(spark.statusTracker().getJobInfo(12345)).isNull();
    assertThat(spark.statusTracker().getStageInfo(12345)).isNull();
    assertThat(JobExecutionStatus.fromString("running")).isEqualTo(JobExecutionStatus.RUNNING);
  }

  private void cancelled(Cancel cancel, String message) throws Exception {
    spark.setJobGroup("g", "d", true);
    spark.addJobTag("t");
    JavaFutureAction<Void> action = numbers.foreachAsync(JobControlTest::block);
    begun.await();
    int job = action.jobIds().get(0);
    int stage = spark.statusTracker().getActiveStageIds()[0];
    assertThat(spark.statusTracker().getActiveJobIds()).containsExactly(job);
    cancel.now(job, stage);
    String expected = message.replace("JOB", "" + job).replace("STAGE", "" + stage);
    assertThatThrownBy(action::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessage("Exception thrown by job")
        .hasCauseInstanceOf(SparkException.class)
        .hasRootCauseMessage(expected);
    assertThat(action.isDone()).isTrue();
    assertThat(action.isCancelled()).isFalse();
    assertThat(numbers.count()).isEqualTo(4);
  }

  @Test
  void cancelsAGroup() throws Exception {
    cancelled(
        (job, stage) -> spark.cancelJobGroup("g"),
        "Job JOB cancelled part of cancelled job group g");
  }

  @Test
  void cancelsATag() throws Exception {
    cancelled(
        (job, stage) -> spark.cancelJobsWithTag("t"),
        "Job JOB cancelled part of cancelled job tag t");
  }

  @Test
  void cancelsAll() throws Exception {
    cancelled(
        (job, stage) -> spark.cancelAllJobs(),
        "Job JOB cancelled as part of cancellation of all jobs");
  }

  @Test
  void cancelsAJob() throws Exception {
    cancelled((job, stage) -> spark.sc().cancelJob(job), "Job JOB cancelled ");
  }

  @Test
  void cancelsAJobForAReason() throws Exception {
    cancelled((job, stage) -> spark.sc().cancelJob(job, "too slow"), "Job JOB cancelled too slow");
  }

  @Test
  void cancelsAStage() throws Exception {
    cancelled(
        (job, stage) -> spark.sc().cancelStage(stage),
        "Job JOB cancelled because Stage STAGE was cancelled");
  }

  @Test
  void cancelsTheJobOfAThreadThatWaitsForIt() throws Exception {
    Throwable[] thrown = new Throwable[1];
    Thread waiting =
        new Thread(
            () -> {
              spark.setJobGroup("g", "d", true);
              try {
                numbers.foreach(JobControlTest::block);
              } catch (Throwable e) {
                thrown[0] = e;
              }
            });
    waiting.start();
    begun.await();
    spark.cancelJobGroup("g");
    waiting.join();
    assertThat(thrown[0]).isInstanceOf(SparkException.class);
    assertThat(thrown[0].getMessage()).endsWith(" cancelled part of cancelled job group g");
  }

  @Test
  void cancelsNothingThatIsNotThere() {
    spark.cancelJobGroup("none");
    spark.sc().cancelJob(777);
    spark.sc().cancelStage(777);
    assertThat(numbers.count()).isEqualTo(4);
  }

  @Test
  void asynchronousActionsGiveWhatTheOthersDo() throws Exception {
    LongAccumulator sum = spark.sc().longAccumulator();
    assertThat(numbers.countAsync().get()).isEqualTo(4);
    assertThat(numbers.collectAsync().get()).containsExactly(1, 2, 3, 4);
    assertThat(numbers.takeAsync(3).get()).containsExactly(1, 2, 3);
    assertThat(numbers.takeAsync(0).get()).isEmpty();
    JavaFutureAction<List<Integer>> many = numbers.takeAsync(30);
    assertThat(many.get()).containsExactly(1, 2, 3, 4);
    assertThat(many.jobIds()).hasSize(2);
    JavaFutureAction<Void> each = numbers.foreachAsync(number -> sum.add(number));
    assertThat(each.get()).isNull();
    assertThat(each.isDone()).isTrue();
    assertThat(each.cancel(true)).isFalse();
    assertThat(each.isCancelled()).isFalse();
    assertThat(sum.value()).isEqualTo(10);
    numbers.foreachPartitionAsync(partition -> sum.add(100)).get();
    assertThat(sum.value()).isEqualTo(210);
    assertThat(spark.<Integer>emptyRDD().countAsync().get()).isZero();
    assertThat(spark.<Integer>emptyRDD().collectAsync().get()).isEmpty();
    assertThat(spark.<Integer>emptyRDD().takeAsync(3).get()).isEmpty();
  }

  @Test
  void anAsynchronousActionThatFailsThrowsWhenItIsAsked() {
    JavaFutureAction<Void> failing =
        numbers.foreachAsync(
            number -> {
              throw new IllegalStateException("boo");
            });
    assertThatThrownBy(failing::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessage("Exception thrown by job")
        .hasCauseInstanceOf(SparkException.class)
        .hasRootCauseMessage("boo");
    Object notSerializable = new Object();
    assertThatThrownBy(
            () -> numbers.foreachAsync(number -> assertThat(notSerializable).isNotNull()))
        .isInstanceOf(SparkException.class)
        .hasMessage("Task not serializable");
  }

  @Test
  void anAsynchronousActionCanBeCancelled() throws Exception {
    JavaFutureAction<Void> action = numbers.foreachAsync(JobControlTest::block);
    begun.await();
    assertThatThrownBy(() -> action.get(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("Futures timed out after [1 millisecond]");
    assertThat(action.isDone()).isFalse();
    assertThat(action.cancel(true)).isTrue();
    assertThatThrownBy(action::get)
        .isInstanceOf(CancellationException.class)
        .hasMessage("Job cancelled")
        .hasRootCauseMessage("Job " + action.jobIds().get(0) + " cancelled ");
    assertThat(action.isCancelled()).isTrue();
    assertThat(action.isDone()).isTrue();
    assertThat(action.cancel(true)).isFalse();
  }

  @Test
  void callSitesCanBeNamed() {
    spark.setCallSite("my site");
    assertThat(numbers.map(n -> n).rdd().toString()).endsWith("] at my site");
    spark.clearCallSite();
    assertThat(numbers.map(n -> n).rdd().toString()).contains("] at map at JobControlTest.java:");
  }

  @Test
  void rangesAreCutIntoSlices() {
    assertThat(spark.sc().range(0, 10, 3, 2).toJavaRDD().glom().collect())
        .containsExactly(List.of(0L, 3L), List.of(6L, 9L));
    assertThat(spark.sc().range(10, 0, -3, 2).toJavaRDD().glom().collect())
        .containsExactly(List.of(10L, 7L), List.of(4L, 1L));
    assertThat(spark.sc().range(0, 0, 1, 2).toJavaRDD().glom().collect())
        .containsExactly(List.of(), List.of());
    assertThat(
            spark
                .sc()
                .range(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 2, 3)
                .toJavaRDD()
                .glom()
                .collect())
        .containsExactly(
            List.of(Long.MIN_VALUE),
            List.of(-4611686018427387905L, -2L),
            List.of(4611686018427387901L, 9223372036854775804L));
    assertThatThrownBy(() -> spark.sc().range(0, 5, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: step cannot be 0");
  }

  @Test
  void executorsCannotBeAskedForWithALocalMaster() {
    assertThat(spark.sc().requestExecutors(1)).isFalse();
    assertThat(spark.sc().killExecutor("1")).isFalse();
    assertThat(spark.sc().killTaskAttempt(777, true, "x")).isFalse();
    assertThat(spark.sc().applicationAttemptId().isEmpty()).isTrue();
    assertThat(spark.resources()).isEmpty();
    assertThat(spark.sc().getExecutorMemoryStatus().size()).isEqualTo(1);
    assertThat(spark.sc().getSchedulingMode()).hasToString("FIFO");
  }

  @Test
  void persistentRddsAreKnownById() {
    JavaRDD<Integer> cached = numbers.map(n -> n).cache();
    assertThat(spark.getPersistentRDDs()).containsOnlyKeys(cached.id());
    assertThat(spark.getPersistentRDDs().get(cached.id()).count()).isEqualTo(4);
    cached.unpersist();
    assertThat(spark.getPersistentRDDs()).isEmpty();
  }

  @Test
  void filesReachTasksByTheirName(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("data.txt"), "hello");
    spark.addFile(file.toString());
    assertThat(SparkFiles.get("data.txt")).startsWith(SparkFiles.getRootDirectory());
    assertThat(spark.parallelize(List.of(1)).map(n -> read("data.txt")).collect())
        .containsExactly("hello");
    assertThat(spark.sc().listFiles().mkString()).isEqualTo("file:" + file);
    Path other = Files.createDirectory(directory.resolve("other")).resolve("data.txt");
    Files.writeString(other, "bye");
    assertThatThrownBy(() -> spark.addFile(other.toString()))
        .isInstanceOf(SparkException.class)
        .hasMessageEndingWith("data.txt exists and does not match contents of file:" + other);
    assertThatThrownBy(() -> spark.addFile("/nowhere/x.txt"))
        .isInstanceOf(java.io.FileNotFoundException.class)
        .hasMessage("File file:/nowhere/x.txt does not exist");
    assertThatThrownBy(() -> spark.addFile(directory.toString()))
        .isInstanceOf(SparkException.class)
        .hasMessageStartingWith("[UNSUPPORTED_ADD_FILE.DIRECTORY]");
    spark.addFile(directory.resolve("other").toString(), true);
    assertThat(read("other/data.txt")).isEqualTo("bye");
    spark.addJar("/nowhere/x.jar");
    assertThat(spark.sc().listJars().isEmpty()).isTrue();
  }

  private static String read(String name) throws java.io.IOException {
    return Files.readString(Path.of(SparkFiles.get(name)));
  }

  @Test
  void exceptionsMayHaveAnErrorClass() {
    SparkException plain = new SparkException("m");
    assertThat(plain.getErrorClass()).isNull();
    assertThat(plain.getSqlState()).isNull();
    assertThat(plain.isInternalError()).isFalse();
    assertThat(plain.getMessageParameters()).isEmpty();
    assertThat(plain.getQueryContext()).isEmpty();
    SparkException internal = SparkException.internalError("oops", "SHUFFLE");
    assertThat(internal).hasMessage("[INTERNAL_ERROR_SHUFFLE] oops");
    assertThat(internal.getErrorClass()).isEqualTo("INTERNAL_ERROR_SHUFFLE");
    assertThat(internal.getSqlState()).isEqualTo("XX000");
    assertThat(internal.isInternalError()).isTrue();
    assertThat(internal.getMessageParameters())
        .containsExactly(java.util.Map.entry("message", "oops"));
  }
}
