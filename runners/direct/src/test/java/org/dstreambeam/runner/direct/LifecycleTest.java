// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

/** What may be called in which state, and what it says otherwise. */
class LifecycleTest {

  private static final String AFTER_START =
      "Adding new inputs, transformations, and output operations after starting a context is not"
          + " supported";
  private static final String AFTER_STOP =
      "Adding new inputs, transformations, and output operations after stopping a context is not"
          + " supported";

  @RegisterExtension final Program program = Program.onManualClock();

  private final Journal<Long> batches = new Journal<>();

  /** A program with one output, that notes the batch times. */
  private JavaDStream<Integer> declare() {
    JavaDStream<Integer> numbers = program.emptyBatches();
    numbers.foreachRDD((rdd, time) -> batches.add(time.milliseconds()));
    return numbers;
  }

  private JavaStreamingContext started() {
    declare();
    program.context().start();
    return program.context();
  }

  @Test
  void goesFromInitializedToActiveToStopped() {
    declare();
    JavaStreamingContext context = program.context();
    assertThat(context.getState()).isEqualTo(StreamingContextState.INITIALIZED);

    context.start();
    assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);

    context.stop(false);
    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
  }

  @Test
  void startingASecondTimeOnlyWarnsAndTheBatchesGoOn() throws InterruptedException {
    JavaStreamingContext context = started();

    assertThatCode(context::start).doesNotThrowAnyException();

    program.advance(2);
    assertThat(batches.first(2)).containsExactly(1_000L, 2_000L);
    assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
  }

  @Test
  void nothingCanBeDeclaredAfterTheStart() {
    JavaDStream<Integer> numbers = declare();
    JavaPairDStream<Integer, Integer> pairs = numbers.mapToPair(n -> new Tuple2<>(n, n));
    program.context().start();

    assertThat(declarations(program.context(), numbers, pairs))
        .allSatisfy(
            declaration ->
                assertThatThrownBy(declaration::run)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(AFTER_START));
  }

  @Test
  void nothingCanBeDeclaredAfterTheStop() {
    JavaDStream<Integer> numbers = declare();
    JavaPairDStream<Integer, Integer> pairs = numbers.mapToPair(n -> new Tuple2<>(n, n));
    program.context().start();
    program.context().stop(false);

    assertThat(declarations(program.context(), numbers, pairs))
        .allSatisfy(
            declaration ->
                assertThatThrownBy(declaration::run)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(AFTER_STOP));
  }

  /** One of each kind of input, transformation and output. */
  @SuppressWarnings("unchecked") // arrays of a generic type, as callers of union make them
  private List<Runnable> declarations(
      JavaStreamingContext context,
      JavaDStream<Integer> numbers,
      JavaPairDStream<Integer, Integer> pairs) {
    return List.of(
        () -> context.socketTextStream("localhost", 9),
        () -> context.socketTextStream("localhost", 9, StorageLevel.MEMORY_ONLY()),
        () -> context.receiverStream(new SilentReceiver()),
        () -> program.emptyBatches(),
        () -> context.queueStream(new ArrayDeque<>(), false),
        () -> context.union(numbers, numbers),
        () -> context.union(pairs, pairs),
        () -> numbers.map(n -> n),
        () -> numbers.mapToPair(n -> new Tuple2<>(n, n)),
        () -> numbers.flatMap(n -> List.of(n).iterator()),
        () -> numbers.flatMapToPair(n -> List.of(new Tuple2<>(n, n)).iterator()),
        () -> numbers.mapPartitions(all -> all),
        () -> numbers.filter(n -> true),
        () -> numbers.count(),
        () -> numbers.union(numbers),
        () -> pairs.filter(pair -> true),
        () -> pairs.union(pairs),
        () -> pairs.reduceByKey(Integer::sum),
        () -> pairs.reduceByKey(Integer::sum, 3),
        () -> pairs.reduceByKey(Integer::sum, new HashPartitioner(3)),
        () -> numbers.print(),
        () -> numbers.print(3),
        () -> numbers.foreachRDD(rdd -> {}),
        () -> numbers.foreachRDD((rdd, time) -> {}));
  }

  @Test
  void aStoppedContextCannotBeStartedAgain() {
    JavaStreamingContext context = started();
    context.stop(false);

    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("StreamingContext has already been stopped");
  }

  @Test
  void stoppingASecondTimeOnlyWarns() {
    JavaStreamingContext context = started();
    context.stop(false);

    assertThatCode(() -> context.stop(false)).doesNotThrowAnyException();
    assertThatCode(() -> context.stop(false, true)).doesNotThrowAnyException();
    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
  }

  @Test
  void stoppingBeforeTheStartTellsNobodyWhoWaits() throws InterruptedException {
    declare();
    JavaStreamingContext context = program.context();

    context.stop(false);

    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    assertThat(context.awaitTerminationOrTimeout(1)).isFalse();
    assertThatThrownBy(context::start).hasMessage("StreamingContext has already been stopped");
  }

  @Test
  void aSecondContextIsRefusedWhileOneIsActiveAndStaysInitialized() {
    JavaStreamingContext first = started();
    JavaStreamingContext second = program.newContext();
    program.emptyBatches().print();

    assertThatThrownBy(second::start)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "Only one StreamingContext may be started in this JVM\\. Currently running"
                + " StreamingContext was started atstart at LifecycleTest\\.java:\\d+");
    assertThat(second.getState()).isEqualTo(StreamingContextState.INITIALIZED);
    assertThat(StreamingContext.getActive().get()).isSameAs(first.ssc());

    first.stop(false);
    second.start();
    assertThat(second.getState()).isEqualTo(StreamingContextState.ACTIVE);
  }

  @Test
  void aContextWithoutOutputsDoesNotStartAndIsStopped() {
    program.emptyBatches().map(n -> n + 1);
    JavaStreamingContext context = program.context();

    assertThatThrownBy(context::start)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: No output operations registered, so nothing to execute");
    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();
    assertThatThrownBy(context::start).hasMessage("StreamingContext has already been stopped");
  }

  @Test
  void knowsTheActiveContextFromStartToStop() {
    declare();
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();

    program.context().start();
    assertThat(StreamingContext.getActive().get()).isSameAs(program.context().ssc());

    program.context().stop(false);
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();
  }

  @Test
  void contextsCanFollowOneAnotherAndLeaveNoThreads() throws InterruptedException {
    for (int round = 1; round <= 4; round++) {
      Journal<Integer> seen = new Journal<>();
      JavaStreamingContext context = program.newContext();
      program.batches(List.of(round)).foreachRDD(rdd -> rdd.collect().forEach(seen::add));

      context.start();
      program.advance(1);

      assertThat(seen.first(1)).containsExactly(round);
      context.stop(false);
      Program.awaitNoRunnerThreads();
    }
  }

  @Test
  void aSparkContextCanFollowAStoppedOneToo() throws InterruptedException {
    for (int round = 0; round < 2; round++) {
      JavaStreamingContext context =
          program.watch(
              new JavaStreamingContext("local[2]", "round " + round, Durations.milliseconds(50)));
      Journal<Long> seen = new Journal<>();
      context.queueStream(new ArrayDeque<>()).foreachRDD(rdd -> seen.add(rdd.count()));
      context.start();
      seen.first(1);
      context.close();
      assertThat(context.sparkContext().sc().isStopped()).isTrue();
    }
  }

  private static final class SilentReceiver extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    SilentReceiver() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {}

    @Override
    public void onStop() {}
  }
}
