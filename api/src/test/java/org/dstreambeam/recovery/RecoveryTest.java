// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Programs that are started again, on runners that run nothing. */
class RecoveryTest {

  private static final Duration BATCH = Durations.seconds(1);

  @TempDir private Path checkpoints;
  private final List<JavaStreamingContext> made = new ArrayList<>();
  private SparkConf conf = new SparkConf(false);

  @BeforeEach
  void begin() {
    FakeBackend.STARTED.clear();
    FakeBackend.zeroTime = 5000;
    conf = conf(FakeBackend.ANY).set("spark.default.parallelism", "2");
  }

  @AfterEach
  void stop() {
    made.forEach(JavaStreamingContext::stop);
    System.clearProperty("spark.master");
    System.clearProperty("spark.my.password");
    System.clearProperty("spark.later");
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master).setAppName("recovered");
  }

  private static final class Silent extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    Silent() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {}

    @Override
    public void onStop() {}
  }

  private static JavaPairDStream<String, Integer> pairs(JavaStreamingContext context) {
    return context.receiverStream(new Silent()).mapToPair(text -> new Tuple2<>(text, 1));
  }

  private static JavaPairDStream<String, Integer> counts(JavaPairDStream<String, Integer> pairs) {
    return pairs.updateStateByKey(
        (List<Integer> values, Optional<Integer> state) -> Optional.of(values.size()));
  }

  private static JavaPairDStream<String, Integer> reduced(
      JavaPairDStream<String, Integer> pairs, Duration window) {
    return pairs.reduceByKeyAndWindow(Integer::sum, (x, y) -> x - y, window, BATCH);
  }

  private static void words(JavaStreamingContext context) {
    counts(pairs(context)).foreachRDD(rdd -> {});
  }

  private JavaStreamingContext make(Consumer<JavaStreamingContext> streams) {
    JavaStreamingContext context = new JavaStreamingContext(conf, BATCH);
    made.add(context);
    context.checkpoint(checkpoints.toString());
    streams.accept(context);
    return context;
  }

  private JavaStreamingContext getOrCreate(Consumer<JavaStreamingContext> streams) {
    return JavaStreamingContext.getOrCreate(checkpoints.toString(), () -> make(streams));
  }

  /** Starts, and stops at once; what the runner was given is returned. */
  private StreamingProgram run(JavaStreamingContext context) {
    context.start();
    context.stop();
    return FakeBackend.last();
  }

  private static Checkpointing checkpointing(StreamingProgram program) {
    return requireNonNull(program.checkpointing());
  }

  private static ProgramMetadata restored(StreamingProgram program) {
    return requireNonNull(checkpointing(program).restoreFrom());
  }

  private static int statePartitions(StreamingProgram program) {
    return state(program).shuffle().partitions();
  }

  private static StatefulNode state(StreamingProgram program) {
    return program.plan().nodes().stream()
        .filter(StatefulNode.class::isInstance)
        .map(StatefulNode.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFirstStartBeginsWithNothingAndIsRecorded() {
    StreamingProgram program = run(getOrCreate(RecoveryTest::words));
    Checkpointing checkpointing = checkpointing(program);
    assertThat(checkpointing.restoreFrom()).isNull();
    assertThat(checkpointing.directory().uri()).isEqualTo("file:" + checkpoints);
    assertThat(checkpointing.state().toString())
        .isEqualTo("file:" + checkpoints + "/dstream-beam/state/" + checkpointing.lineage());
    ProgramMetadata recorded = checkpointing.directory().newest().orElseThrow();
    assertThat(recorded.lineage()).isEqualTo(checkpointing.lineage());
    assertThat(recorded.zeroTime()).isEqualTo(5000);
    assertThat(recorded.batchMillis()).isEqualTo(1000);
    assertThat(recorded.parallelism()).isEqualTo(2);
    assertThat(recorded.master()).isEqualTo(FakeBackend.ANY);
    assertThat(recorded.appName()).isEqualTo("recovered");
    assertThat(recorded.version()).matches("\\d+\\.\\d+.*");
    assertThat(recorded.runner()).containsExactly(entry("runner", "recovering"));
    assertThat(recorded.nodes())
        .extracting(NodeRecord::name)
        .containsExactly("receiverStream-1", "updateStateByKey-1", "foreachRDD-1");
    assertThat(recorded.nodes().get(1).settings())
        .containsEntry("partitions", "2")
        .containsEntry("partitioner", "org.apache.spark.HashPartitioner")
        .containsEntry("slide", "1000 ms");
    assertThat(recorded.nodes().get(1).declared()).startsWith("updateStateByKey at RecoveryTest");
  }

  @Test
  void theNextStartGoesOnWithTheGraphOfTheFactory() {
    StreamingProgram first = run(getOrCreate(RecoveryTest::words));
    FakeBackend.zeroTime = 99_000;
    JavaStreamingContext context = getOrCreate(RecoveryTest::words);
    assertThat(made).hasSize(2);
    assertThat(context.getState()).isEqualTo(StreamingContextState.INITIALIZED);
    StreamingProgram second = run(context);
    assertThat(restored(second).zeroTime()).isEqualTo(5000);
    assertThat(checkpointing(second).lineage()).isEqualTo(checkpointing(first).lineage());
    assertThat(checkpointing(second).dropped()).isEmpty();
    assertThat(checkpointing(second).mayStartAnew()).isFalse();
    StreamingProgram third = run(getOrCreate(RecoveryTest::words));
    assertThat(restored(third).zeroTime()).isEqualTo(5000);
  }

  @Test
  void aProgramThatDoesNotAskBeginsALineageOfItsOwn() {
    String first = checkpointing(run(getOrCreate(RecoveryTest::words))).lineage();
    conf.set("spark.dstreambeam.runner", "recovering");
    FakeBackend.zeroTime = 8000;
    String second = checkpointing(run(make(RecoveryTest::words))).lineage();
    assertThat(second).isNotEqualTo(first);
    assertThat(restored(run(getOrCreate(RecoveryTest::words))).zeroTime()).isEqualTo(8000);
    assertThat(FakeBackend.lastLineage()).isEqualTo(second);
  }

  @Test
  void whoAsksForRecoveryGetsARunnerThatRecovers() {
    assertThat(run(make(RecoveryTest::words)).checkpointing()).isNull();
    conf.set("spark.streaming.receiver.writeAheadLog.enable", "true");
    assertThat(checkpointing(run(make(RecoveryTest::words))).restoreFrom()).isNull();
    conf.remove("spark.streaming.receiver.writeAheadLog.enable");
    assertThat(run(getOrCreate(RecoveryTest::words)).checkpointing()).isNotNull();
  }

  @Test
  void whoNamesNoDirectoryHasNoCheckpoints() {
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(
            checkpoints.toString(),
            () -> {
              JavaStreamingContext fresh = new JavaStreamingContext(conf, BATCH);
              made.add(fresh);
              pairs(fresh).foreachRDD(rdd -> {});
              return fresh;
            });
    assertThat(run(context).checkpointing()).isNull();
    assertThat(checkpoints).isEmptyDirectory();
  }

  @Test
  void aFactoryThatNamesNoDirectoryGoesOnInTheOneItWasFoundIn() {
    run(getOrCreate(RecoveryTest::words));
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(
            checkpoints.toString(),
            () -> {
              JavaStreamingContext fresh = new JavaStreamingContext(conf, BATCH);
              made.add(fresh);
              words(fresh);
              return fresh;
            });
    assertThat(restored(run(context)).zeroTime()).isEqualTo(5000);
  }

  @Test
  void anotherDirectoryThanTheOneItWasFoundInIsRefused(@TempDir Path other) {
    run(getOrCreate(RecoveryTest::words));
    JavaStreamingContext context = getOrCreate(RecoveryTest::words);
    context.checkpoint(other.toString());
    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The program goes on from the checkpoint directory file:%s, but checkpoint(...) names file:%s: name the same, or start anew without getOrCreate",
            checkpoints, other);
    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
  }

  @Test
  void statesStayInTheirPartitionsWithMoreCores() {
    conf = conf(FakeBackend.ANY);
    int cores = 2; // of a cluster that does not say
    conf.set("spark.default.parallelism", String.valueOf(cores + 3));
    run(getOrCreate(RecoveryTest::words));
    conf = conf(FakeBackend.ANY);
    assertThat(statePartitions(run(getOrCreate(RecoveryTest::words)))).isEqualTo(cores + 3);
    assertThat(restored(run(getOrCreate(RecoveryTest::words))).parallelism()).isEqualTo(cores + 3);
    try (JavaSparkContext other = new JavaSparkContext(conf(FakeBackend.ANY))) {
      assertThat(other.defaultParallelism()).isEqualTo(cores);
    }
  }

  @Test
  void statesStayInTheirPartitionsInASparkContextThatWasThere() {
    conf.set("spark.default.parallelism", "7");
    run(getOrCreate(RecoveryTest::words));
    JavaSparkContext spark = new JavaSparkContext(conf(FakeBackend.ANY));
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(
            checkpoints.toString(),
            () -> {
              JavaStreamingContext fresh = new JavaStreamingContext(spark, BATCH);
              made.add(fresh);
              words(fresh);
              return fresh;
            });
    assertThat(statePartitions(run(context))).isEqualTo(7);
    conf = conf(FakeBackend.ANY);
    assertThat(statePartitions(run(getOrCreate(RecoveryTest::words)))).isEqualTo(7);
  }

  @Test
  void aSparkContextThatWasThereKeepsItsOwnParallelism() {
    conf.set("spark.default.parallelism", "7");
    run(getOrCreate(RecoveryTest::words));
    try (JavaSparkContext spark = new JavaSparkContext(conf(FakeBackend.ANY))) {
      int own = spark.defaultParallelism();
      JavaStreamingContext context =
          JavaStreamingContext.getOrCreate(
              checkpoints.toString(), () -> new JavaStreamingContext(spark, BATCH));
      assertThat(context.sparkContext().defaultParallelism()).isEqualTo(own);
      assertThatThrownBy(
              () ->
                  JavaStreamingContext.getOrCreate(
                      checkpoints.toString(),
                      () -> {
                        JavaStreamingContext queues = new JavaStreamingContext(spark, BATCH);
                        queue(queues);
                        return queues;
                      }))
          .isExactlyInstanceOf(SparkException.class);
      assertThat(spark.parallelize(List.of(1, 2)).count()).isEqualTo(2); // it was not stopped
    }
  }

  @Test
  void anotherParallelismThatTheProgramSetsIsRefusedByName() {
    run(getOrCreate(RecoveryTest::words));
    conf.set("spark.default.parallelism", "4");
    JavaStreamingContext context = getOrCreate(RecoveryTest::words);
    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The program does not fit the checkpoint in file:"
                + checkpoints
                + ": updateStateByKey-1 (updateStateByKey at RecoveryTest.java:")
        .hasMessageEndingWith(
            ") has changed: partitions was 2, is 4. Declare it as it was, or start anew in another"
                + " directory; with spark.dstreambeam.recovery.allowDropped=true what the named"
                + " operations knew is dropped");
  }

  @Test
  void anotherBatchIntervalIsRefusedAlsoIfStatesMayBeDropped() {
    run(getOrCreate(RecoveryTest::words));
    conf.set("spark.dstreambeam.recovery.allowDropped", "true");
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(
            checkpoints.toString(),
            () -> {
              JavaStreamingContext fresh =
                  new JavaStreamingContext(conf, Durations.milliseconds(250));
              made.add(fresh);
              words(fresh);
              return fresh;
            });
    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The program does not fit the checkpoint in file:%s: the batch interval was 1000 ms, is 250 ms. Declare it as it was, or start anew in another directory",
            checkpoints);
  }

  private static void wordsAndWindow(JavaStreamingContext context) {
    JavaPairDStream<String, Integer> pairs = pairs(context);
    counts(pairs).foreachRDD(rdd -> {});
    reduced(pairs, BATCH.times(2)).foreachRDD(rdd -> {});
  }

  @Test
  void whatIsGoneIsRefusedByNameOrDropped() {
    run(getOrCreate(RecoveryTest::wordsAndWindow));
    JavaStreamingContext context = getOrCreate(RecoveryTest::words);
    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reduceByKeyAndWindow-1 (reduceByKeyAndWindow at RecoveryTest.java:")
        .hasMessageContaining("is gone; foreachRDD-2 (foreachRDD at RecoveryTest.java:")
        .hasMessageNotContaining("updateStateByKey");
    context.stop();
    conf.set("spark.dstreambeam.recovery.allowDropped", "true");
    StreamingProgram program = run(getOrCreate(RecoveryTest::words));
    assertThat(checkpointing(program).dropped())
        .containsExactly("reduceByKeyAndWindow-1", "foreachRDD-2");
    assertThat(restored(program).zeroTime()).isEqualTo(5000);
    conf.remove("spark.dstreambeam.recovery.allowDropped");
    assertThat(checkpointing(run(getOrCreate(RecoveryTest::words))).dropped()).isEmpty();
  }

  @Test
  void whatIsAddedStartsEmpty() {
    run(getOrCreate(RecoveryTest::words));
    StreamingProgram program = run(getOrCreate(RecoveryTest::wordsAndWindow));
    assertThat(checkpointing(program).dropped()).isEmpty();
    assertThat(checkpointing(program).restoreFrom()).isNotNull();
  }

  private static void window(JavaStreamingContext context, int batches) {
    reduced(pairs(context), BATCH.times(batches)).foreachRDD(rdd -> {});
  }

  @Test
  void whatHasChangedAndMayBeDroppedHasANewNameFromThenOn() {
    StreamingProgram first = run(getOrCreate(context -> window(context, 2)));
    assertThat(nameOf(first, state(first))).isEqualTo("reduceByKeyAndWindow-1");
    conf.set("spark.dstreambeam.recovery.allowDropped", "true");
    StreamingProgram changed = run(getOrCreate(context -> window(context, 4)));
    assertThat(nameOf(changed, state(changed))).isEqualTo("reduceByKeyAndWindow-1.1");
    assertThat(checkpointing(changed).dropped()).containsExactly("reduceByKeyAndWindow-1");
    assertThat(changed.plan().statefulNamed("reduceByKeyAndWindow-1.1")).isSameAs(state(changed));
    conf.remove("spark.dstreambeam.recovery.allowDropped");
    StreamingProgram same = run(getOrCreate(context -> window(context, 4)));
    assertThat(nameOf(same, state(same))).isEqualTo("reduceByKeyAndWindow-1.1");
    assertThat(checkpointing(same).dropped()).isEmpty();
  }

  private static String nameOf(StreamingProgram program, PlanNode node) {
    return program.plan().nameOf(node);
  }

  @Test
  void whatMayNotBeRestoredByTheRunnerIsRefused() {
    run(getOrCreate(RecoveryTest::words));
    conf.setMaster(FakeBackend.FORGETFUL);
    JavaStreamingContext context = getOrCreate(RecoveryTest::words);
    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The checkpoint directory file:%s holds what an earlier run of this program knew, and the runner 'forgetful' cannot start from it: have the flink runner on the class path and leave spark.dstreambeam.runner unset, or start anew in another directory",
            checkpoints);
    context.stop();
    JavaStreamingContext another =
        JavaStreamingContext.getOrCreate(
            checkpoints.toString(), () -> make(RecoveryTest::words), new Configuration(), true);
    assertThat(run(another).checkpointing()).isNull();
  }

  private static void queue(JavaStreamingContext context) {
    context.queueStream(new ArrayDeque<>()).foreachRDD(rdd -> {});
  }

  @Test
  void aQueueStartsAndIsNotRecovered() {
    run(getOrCreate(RecoveryTest::queue));
    assertThatThrownBy(() -> getOrCreate(RecoveryTest::queue))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Failed to read checkpoint from directory " + checkpoints)
        .cause()
        .isExactlyInstanceOf(NotSerializableException.class)
        .hasMessage(
            "queueStream doesn't support checkpointing. Please don't use queueStream when"
                + " checkpointing is enabled.");
    SparkContext another = SparkContext.getOrCreate(conf(FakeBackend.ANY).setAppName("another"));
    assertThat(another.appName()).isEqualTo("another"); // none was left
    another.stop();
    JavaStreamingContext anew =
        JavaStreamingContext.getOrCreate(
            checkpoints.toString(), () -> make(RecoveryTest::queue), new Configuration(), true);
    assertThat(checkpointing(run(anew)).restoreFrom()).isNull();
  }

  private void damage() throws IOException {
    try (Stream<Path> files = Files.list(checkpoints.resolve("dstream-beam"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, "garbage");
      }
    }
  }

  @Test
  void whatCannotBeReadIsAnErrorOrPassedOver() throws IOException {
    run(getOrCreate(RecoveryTest::words));
    damage();
    assertThatThrownBy(() -> getOrCreate(RecoveryTest::words))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Failed to read checkpoint from directory " + checkpoints);
    assertThat(made).hasSize(1);
    JavaStreamingContext anew =
        JavaStreamingContext.getOrCreate(
            checkpoints.toString(), () -> make(RecoveryTest::words), new Configuration(), true);
    assertThat(checkpointing(run(anew)).restoreFrom()).isNull();
    assertThat(restored(run(getOrCreate(RecoveryTest::words))).lineage())
        .isEqualTo(FakeBackend.lastLineage());
  }

  @Test
  void aContextFromAPathHasItsSettingsFromThere() {
    conf.set("spark.k", "v").set("spark.my.password", "p");
    String lineage = checkpointing(run(getOrCreate(RecoveryTest::words))).lineage();
    System.setProperty("spark.my.password", "of the environment");
    System.setProperty("spark.later", "ignored, as on Spark");
    JavaStreamingContext context = new JavaStreamingContext(checkpoints.toString());
    made.add(context);
    assertThat(context.getState()).isEqualTo(StreamingContextState.INITIALIZED);
    assertThat(context.ssc().lifecycle().batch()).isEqualTo(BATCH);
    SparkConf settings = context.sparkContext().getConf();
    assertThat(settings.get("spark.k")).isEqualTo("v");
    assertThat(settings.get("spark.my.password")).isEqualTo("of the environment");
    assertThat(settings.contains("spark.later")).isFalse();
    assertThat(context.sparkContext().master()).isEqualTo(FakeBackend.ANY);
    assertThat(context.sparkContext().appName()).isEqualTo("recovered");
    assertThat(context.sparkContext().getCheckpointDir().get()).startsWith("file:" + checkpoints);
    words(context);
    assertThat(restored(run(context)).lineage()).isEqualTo(lineage);
  }

  @Test
  void secretsAreNotWritten() throws IOException {
    conf.set("spark.my.password", "pa55w0rd")
        .set("spark.hadoop.fs.s3a.access.key", "4kia")
        .set("spark.options", "-Dtoken=t0ken");
    ProgramMetadata recorded =
        checkpointing(run(getOrCreate(RecoveryTest::words))).directory().newest().orElseThrow();
    assertThat(recorded.conf())
        .containsEntry("spark.app.name", "recovered")
        .doesNotContainKeys(
            "spark.my.password",
            "spark.hadoop.fs.s3a.access.key",
            "spark.options",
            "spark.app.id",
            "spark.app.startTime");
    try (Stream<Path> files = Files.list(checkpoints.resolve("dstream-beam"))) {
      for (Path file : files.filter(path -> !path.toString().endsWith(".crc")).toList()) {
        assertThat(Files.readString(file)).doesNotContain("pa55w0rd", "4kia", "t0ken");
      }
    }
  }

  @Test
  void aContextFromAPathMustDeclareItsStreams() {
    run(getOrCreate(RecoveryTest::words));
    JavaStreamingContext context = new JavaStreamingContext(checkpoints.toString());
    made.add(context);
    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "requirement failed: No output operations registered, so nothing to execute: the context was made from the checkpoint directory file:%s, which holds states and no functions. Declare the streams and outputs on it before start(), or use getOrCreate with a factory that does",
            checkpoints);
  }

  @Test
  void aContextFromAPathSharesASparkContext() {
    run(getOrCreate(RecoveryTest::words));
    JavaSparkContext spark = new JavaSparkContext(conf(FakeBackend.ANY));
    StreamingContext context = new StreamingContext(checkpoints.toString(), spark.sc());
    made.add(new JavaStreamingContext(context));
    assertThat(context.sparkContext()).isSameAs(spark.sc());
    assertThat(spark.defaultParallelism()).isEqualTo(2);
    assertThat(context.lifecycle().batch()).isEqualTo(BATCH);
  }

  @Test
  void theMasterOfTheEnvironmentWinsOverTheRecordedOne() {
    run(getOrCreate(RecoveryTest::words));
    System.setProperty("spark.master", FakeBackend.FORGETFUL);
    JavaStreamingContext context = new JavaStreamingContext(checkpoints.toString());
    made.add(context);
    assertThat(context.sparkContext().master()).isEqualTo(FakeBackend.FORGETFUL);
  }

  @Test
  void aRunnerThatCannotReadItsOwnMayBeginWithNothing() {
    run(getOrCreate(RecoveryTest::words));
    Checkpointing restoring = checkpointing(run(getOrCreate(RecoveryTest::words)));
    Checkpointing anew = restoring.anew();
    assertThat(anew.restoreFrom()).isNull();
    assertThat(anew.lineage()).isNotEqualTo(restoring.lineage());
    assertThat(anew.directory()).isSameAs(restoring.directory());
  }
}
