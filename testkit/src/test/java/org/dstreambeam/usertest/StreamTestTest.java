// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.usertest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.testkit.StreamTest.batch;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.testkit.StreamTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;
import scala.Tuple2;

@Timeout(60)
class StreamTestTest {

  @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

  @Test
  void comparesBatchByBatchEmptyOnesIncluded() {
    JavaDStream<String> words = test.input(batch("a", "b"), batch(), batch("c"));

    test.expect(words.map(word -> word + "!"), batch("b!", "a!"), batch(), batch("c!"));
    test.expect(words.count(), batch(2L), batch(0L), batch(1L), batch(0L));
    test.run();
  }

  @Test
  void aWindowThatSlidesHasFewerBatchesAndNoneAfterTheLast() {
    JavaDStream<String> words = test.input(batch("a"), batch("b"), batch("c"));

    test.expectInOrder(
        words.window(Durations.seconds(3), Durations.seconds(2)), batch("a", "b"), batch("b", "c"));
    test.run();
  }

  @Test
  void takesPairsFromSeveralInputs() {
    JavaPairDStream<String, Integer> first = test.pairInput(batch(pair("a", 1)));
    JavaPairDStream<String, Integer> second =
        test.pairInput(batch(pair("a", 2)), batch(pair("b", 3)));

    test.expect(
        first.union(second).reduceByKey(Integer::sum), batch(pair("a", 3)), batch(pair("b", 3)));
    test.run();
  }

  @Test
  void tenMinutesOfWindowsTakeNoTenMinutes() {
    List<Long> totals = new ArrayList<>();
    test.input(batch(1))
        .window(Durations.minutes(10), Durations.minutes(1))
        .count()
        .foreachRDD(rdd -> totals.addAll(rdd.collect()));

    test.run((int) TimeUnit.MINUTES.toSeconds(10));

    assertThat(totals).isEqualTo(LongStream.range(0, 10).mapToObj(minute -> 1L).toList());
  }

  @Test
  void aStreamWithAStateNeedsNoDirectory() {
    JavaPairDStream<String, Integer> pairs = test.pairInput(batch(pair("a", 1)), batch());

    test.expect(
        pairs.<Integer>updateStateByKey(
            (values, state) -> Optional.of(state.orElse(10) + values.size())),
        batch(pair("a", 11)),
        batch(pair("a", 11)));
    test.run();
  }

  @Test
  void aStreamWithoutAStateGetsNoDirectory() {
    test.expect(test.input(batch(1)).window(Durations.seconds(2)), batch(1), batch(1), batch());
    test.run();

    assertThat(test.context().sparkContext().getCheckpointDir().isPresent()).isFalse();
  }

  @Test
  void aProgramThatSetsItsDirectoryIsTestedAsItIs(@TempDir Path directory) {
    test.context().checkpoint(directory.toString());
    JavaPairDStream<String, Integer> pairs = test.pairInput(batch(pair("a", 1)));

    test.expect(
        pairs.reduceByKeyAndWindow(
            (a, b) -> a + b, (a, b) -> a - b, Durations.seconds(1), Durations.seconds(1)),
        batch(pair("a", 1)),
        batch(pair("a", 0)));
    test.run();

    assertThat(test.context().sparkContext().getCheckpointDir().get())
        .contains(directory.toString());
  }

  @Test
  void timeoutsAndSnapshotsAreBatchesLikeAnyOther() {
    Function3<String, Optional<Integer>, State<Integer>, String> follow =
        (key, value, state) -> {
          if (state.isTimingOut()) {
            return key + " left with " + state.get();
          }
          state.update(value.get());
          return key + " has " + value.get();
        };
    JavaPairRDD<String, Integer> before =
        test.context().sparkContext().parallelizePairs(List.of(pair("b", 7)));
    JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
        test.pairInput(batch(), batch(pair("a", 1)))
            .mapWithState(
                StateSpec.function(follow).initialState(before).timeout(Durations.seconds(2)));
    mapped.checkpoint(Durations.seconds(5));

    test.expect(
        mapped,
        batch(),
        batch("a has 1"),
        batch(),
        batch(),
        batch("a left with 1", "b left with 7"),
        batch());
    test.expect(
        mapped.stateSnapshots(),
        batch(pair("b", 7)),
        batch(pair("b", 7), pair("a", 1)),
        batch(pair("b", 7), pair("a", 1)),
        batch(pair("b", 7), pair("a", 1)),
        batch(),
        batch());
    test.run();
  }

  private static <K, V> Tuple2<K, V> pair(K key, V value) {
    return new Tuple2<>(key, value);
  }

  /** A user's test with a state; run by the test below, which looks for what it leaves behind. */
  static class HasAState {
    static final AtomicReference<String> DIRECTORY = new AtomicReference<>();

    @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

    @Test
    void counts() {
      test.expect(
          test.input(batch(1)).countByWindow(Durations.seconds(1), Durations.seconds(1)),
          batch(1L));
      test.run();
      DIRECTORY.set(test.context().sparkContext().getCheckpointDir().get());
    }
  }

  @Test
  void theDirectoryIsGoneAfterTheTest() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(DiscoverySelectors.selectClass(HasAState.class))
        .execute()
        .testEvents()
        .assertStatistics(events -> events.succeeded(1));

    Path directory = Path.of(URI.create(HasAState.DIRECTORY.get()));
    assertThat(directory).doesNotExist();
    assertThat(directory.getParent()).doesNotExist();
  }

  @Test
  void showsBothSidesByBatchAndThePlan() {
    JavaDStream<Integer> numbers = test.input(batch(1), batch(2));
    test.expect(numbers.map(n -> n * 10), batch(10), batch(21));

    assertThatThrownBy(test::run)
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageMatching(
            """
            Batches differ
                1000 ms: expected \\[10], got \\[10]
             -> 2000 ms: expected \\[21], got \\[20]
            batch 1000 ms
              foreachRDD-1 at StreamTestTest.java:\\d+
                map-1 at StreamTestTest.java:\\d+
                  queueStream-1 \\[2 RDDs, one a batch] at .*
            """);
  }

  @Test
  void throwsWhatAnOutputThrows() {
    test.input(batch(1))
        .foreachRDD(
            rdd -> {
              throw new IllegalStateException("from the program");
            });

    assertThatThrownBy(test::run)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("from the program");
  }

  @Test
  void aProgramOnTheManualClockIsMovedByHand() throws InterruptedException {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("manual")
            .set("spark.streaming.clock", "org.apache.spark.util.ManualClock");
    try (JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1))) {
      BlockingQueue<Long> times = new LinkedBlockingQueue<>();
      context
          .queueStream(new ArrayDeque<>())
          .foreachRDD((rdd, time) -> times.add(time.milliseconds()));
      context.start();

      StreamTest.manualClockOf(context).advance(2_000);

      assertThat(times.poll(20, TimeUnit.SECONDS)).isEqualTo(1_000);
      assertThat(times.poll(20, TimeUnit.SECONDS)).isEqualTo(2_000);
    }
  }

  /** What a user might write; run by the tests below. */
  static class ForgetsToRun {
    @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

    @Test
    void declaresOnly() {
      test.expect(test.input(batch(1)), batch(2));
    }
  }

  @Test
  void aTestThatDeclaresAndDoesNotRunFails() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(DiscoverySelectors.selectClass(ForgetsToRun.class))
        .execute()
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            EventConditions.finishedWithFailure(
                TestExecutionResultConditions.instanceOf(AssertionError.class),
                TestExecutionResultConditions.message(
                    "Streams were declared and never run: call run() at the end of the test")));
  }
}
