// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Tuple2;

@Timeout(60)
class BeamStreamsTest implements Serializable {

  private static final List<String> JOURNAL = Collections.synchronizedList(new ArrayList<>());

  private final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);
  private final transient BeamStreams streams = BeamStreams.over(pipeline, Durations.seconds(1));

  @AfterEach
  void stopSpark() {
    streams.context().stop(true);
    JOURNAL.clear();
  }

  private static TimestampedValue<String> at(long millis, String word) {
    return TimestampedValue.of(word, Instant.ofEpochMilli(millis));
  }

  @Test
  void aTestStreamBecomesBatchesAndAWindowedStreamACollection() {
    TestStream<String> words =
        TestStream.create(StringUtf8Coder.of())
            .addElements(at(0, "a"), at(999, "b"))
            .advanceWatermarkTo(Instant.ofEpochMilli(1_000))
            .addElements(at(1_500, "c"))
            .advanceWatermarkToInfinity();
    JavaDStream<String> stream = streams.stream(pipeline.apply(words), 4);

    PCollection<Long> counts = streams.collection(stream.window(Durations.seconds(2)).count());

    PAssert.that(counts).inWindow(streams.batch(1)).containsInAnyOrder(2L);
    PAssert.that(counts).inWindow(streams.batch(2)).containsInAnyOrder(3L);
    PAssert.that(counts).inWindow(streams.batch(3)).containsInAnyOrder(1L);
    PAssert.that(counts).inWindow(streams.batch(4)).containsInAnyOrder(0L);
    PAssert.that(counts).inWindow(streams.batch(5)).empty();
    pipeline.run();
  }

  @Test
  void recordsWithoutATimestampAreInTheFirstBatch() {
    JavaDStream<String> stream = streams.stream(pipeline.apply(Create.of("a", "b")));

    PCollection<String> records = streams.collection(stream.map(word -> word + "!"));

    PAssert.that(records).inWindow(streams.batch(1)).containsInAnyOrder("a!", "b!");
    PAssert.that(records).containsInAnyOrder("a!", "b!");
    pipeline.run();
  }

  @Test
  void thereAreBatchesAsFarAsTheWatermarkHasCome() {
    TestStream<String> words =
        TestStream.create(StringUtf8Coder.of())
            .advanceWatermarkTo(Instant.ofEpochMilli(3_000))
            .addElements(at(4_200, "late, but not too late"))
            .advanceWatermarkToInfinity();
    streams.stream(pipeline.apply(words))
        .foreachRDD((rdd, time) -> JOURNAL.add(time.milliseconds() + " " + rdd.count()));
    streams.addOutputs();

    pipeline.run();

    assertThat(JOURNAL).containsExactly("1000 0", "2000 0", "3000 0", "4000 0", "5000 1");
  }

  @Test
  void aRecordBehindTheWatermarkFailsThePipeline() {
    TestStream<String> words =
        TestStream.create(StringUtf8Coder.of())
            .addElements(at(100, "in time"))
            .advanceWatermarkTo(Instant.ofEpochMilli(2_000))
            .addElements(at(900, "too late"))
            .advanceWatermarkToInfinity();
    streams.collection(streams.stream(pipeline.apply(words)));

    assertThatThrownBy(pipeline::run)
        .hasStackTraceContaining(
            "Record too late is late: the watermark has passed its batch, 1000 ms");
  }

  @Test
  void beamsTransformsStandBetweenStreams() {
    JavaDStream<String> words =
        streams.stream(
            pipeline.apply(Create.timestamped(at(100, "a"), at(200, "a"), at(1_100, "b"))));

    PCollection<KV<String, Long>> counted =
        streams.collection(words, StringUtf8Coder.of()).apply(Count.perElement());
    JavaPairDStream<String, Long> again = streams.pairStream(counted);
    PCollection<KV<String, Long>> sums =
        streams.pairCollection(again.reduceByKey(Long::sum).filter(pair -> pair._2() > 0));

    PAssert.that(sums).inWindow(streams.batch(1)).containsInAnyOrder(KV.of("a", 2L));
    PAssert.that(sums).inWindow(streams.batch(2)).containsInAnyOrder(KV.of("b", 1L));
    pipeline.run();
  }

  @Test
  void pairsOfBeamArePairsOfSpark() {
    PCollection<KV<String, Integer>> pairs =
        pipeline.apply(
            Create.of(KV.of("a", 1), KV.of("a", 2))
                .withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));

    PCollection<KV<String, Integer>> sums =
        streams.pairCollection(
            streams.pairStream(pairs).reduceByKey(Integer::sum),
            KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()));

    PAssert.that(sums).containsInAnyOrder(KV.of("a", 3));
    pipeline.run();
  }

  @Test
  void outputsRunInOrderAndOneThatThrowsFailsThePipeline() {
    JavaDStream<String> words =
        streams.stream(pipeline.apply(Create.timestamped(at(100, "a"), at(1_100, "b"))));
    words.foreachRDD(rdd -> JOURNAL.add("first " + rdd.collect()));
    words.foreachRDD(
        (rdd, time) -> {
          JOURNAL.add("second");
          if (time.milliseconds() == 2_000) {
            throw new IllegalStateException("no b, please");
          }
        });
    streams.addOutputs();

    assertThatThrownBy(pipeline::run).hasStackTraceContaining("no b, please");
    assertThat(JOURNAL).containsExactly("first [a]", "second", "first [b]", "second");
  }

  @Test
  void aUserFunctionThatThrowsFailsThePipelineWithItsException() {
    JavaDStream<Integer> numbers = streams.stream(pipeline.apply(Create.of(1, 0)));
    streams.collection(numbers.map(number -> 1 / number));

    assertThatThrownBy(pipeline::run).hasStackTraceContaining("ArithmeticException: / by zero");
  }

  @Test
  void aTransformIsCalledOncePerBatchInOrder() {
    JavaDStream<String> words =
        streams.stream(
            pipeline.apply(Create.timestamped(at(100, "a"), at(200, "b"), at(2_100, "c"))));

    PCollection<String> numbered =
        streams.collection(
            words.transform(
                (rdd, time) -> {
                  JOURNAL.add(time.milliseconds() + " " + rdd.count());
                  long now = time.milliseconds();
                  return rdd.map(word -> word + " at " + now);
                }));

    PAssert.that(numbered).inWindow(streams.batch(1)).containsInAnyOrder("a at 1000", "b at 1000");
    PAssert.that(numbered).inWindow(streams.batch(2)).empty();
    PAssert.that(numbered).inWindow(streams.batch(3)).containsInAnyOrder("c at 3000");
    pipeline.run();
    assertThat(JOURNAL).containsExactly("1000 2", "2000 0", "3000 1");
  }

  @Test
  void aTransformThatThrowsFailsThePipelineOfACollection() {
    JavaDStream<String> words = streams.stream(pipeline.apply(Create.of("a")));
    streams.collection(words.transform(BeamStreamsTest::refuse).map(word -> word));

    assertThatThrownBy(pipeline::run)
        .hasStackTraceContaining("IllegalStateException: no a, please");
  }

  @Test
  void aTransformThatThrowsFailsThePipelineBeforeAnyOutputOfItsBatch() {
    JavaDStream<String> words =
        streams.stream(pipeline.apply(Create.timestamped(at(100, "b"), at(1_100, "a"))));
    words.foreachRDD(rdd -> JOURNAL.add("first " + rdd.collect()));
    words.transform(BeamStreamsTest::refuse).foreachRDD(rdd -> JOURNAL.add("second"));
    streams.addOutputs();

    assertThatThrownBy(pipeline::run)
        .hasStackTraceContaining("IllegalStateException: no a, please");
    assertThat(JOURNAL).containsExactly("first [b]", "second");
  }

  private static JavaRDD<String> refuse(JavaRDD<String> rdd) {
    if (rdd.collect().contains("a")) {
      throw new IllegalStateException("no a, please");
    }
    return rdd;
  }

  private JavaPairDStream<String, Integer> ones(int batches) {
    return streams.stream(
            pipeline.apply(
                Create.timestamped(at(100, "a"), at(200, "b"), at(1_100, "a"), at(3_100, "a"))),
            batches)
        .mapToPair(word -> new Tuple2<>(word, 1));
  }

  /** Streams that are not started need no checkpoint directory. */
  @Test
  void windowedReductionsSlide() {
    JavaPairDStream<String, Integer> ones = ones(6);
    Duration two = Durations.seconds(2);

    PCollection<KV<String, Integer>> plain =
        streams.pairCollection(ones.reduceByKeyAndWindow((x, y) -> x + y, two, two));
    PCollection<KV<String, Integer>> inverse =
        streams.pairCollection(
            ones.reduceByKeyAndWindow((x, y) -> x + y, (x, y) -> x - y, two, two));

    PAssert.that(plain)
        .inWindow(streams.window(1, two))
        .containsInAnyOrder(KV.of("a", 2), KV.of("b", 1));
    PAssert.that(plain).inWindow(streams.window(2, two)).containsInAnyOrder(KV.of("a", 1));
    PAssert.that(plain).inWindow(streams.window(3, two)).empty();
    PAssert.that(inverse)
        .inWindow(streams.window(1, two))
        .containsInAnyOrder(KV.of("a", 2), KV.of("b", 1));
    PAssert.that(inverse)
        .inWindow(streams.window(2, two))
        .containsInAnyOrder(KV.of("a", 1), KV.of("b", 0));
    PAssert.that(inverse)
        .inWindow(streams.window(3, two))
        .containsInAnyOrder(KV.of("a", 0), KV.of("b", 0));
    pipeline.run();
  }

  @Test
  void statesGoOnFromInitialOnes() {
    JavaPairRDD<String, Integer> initial =
        streams
            .context()
            .sparkContext()
            .parallelizePairs(List.of(new Tuple2<>("a", 10), new Tuple2<>("c", 5)));

    PCollection<KV<String, Integer>> states =
        streams.pairCollection(
            ones(3)
                .updateStateByKey(
                    (values, state) -> {
                      int sum = values.size() + (state.isPresent() ? state.get() : 0);
                      return sum == 1 ? Optional.<Integer>empty() : Optional.of(sum);
                    },
                    new HashPartitioner(3),
                    initial));

    PAssert.that(states)
        .inWindow(streams.batch(1))
        .containsInAnyOrder(KV.of("a", 11), KV.of("c", 5));
    PAssert.that(states)
        .inWindow(streams.batch(2))
        .containsInAnyOrder(KV.of("a", 12), KV.of("c", 5));
    PAssert.that(states)
        .inWindow(streams.batch(3))
        .containsInAnyOrder(KV.of("a", 12), KV.of("c", 5));
    PAssert.that(states)
        .inWindow(streams.batch(4))
        .containsInAnyOrder(KV.of("a", 13), KV.of("c", 5));
    pipeline.run();
  }

  @Test
  void mappedStatesTimeOutAndHaveSnapshots() {
    Function3<String, Optional<Integer>, State<Integer>, String> count =
        (word, one, state) -> {
          if (state.isTimingOut()) {
            return word + " left with " + state.get();
          }
          state.update((state.exists() ? state.get() : 0) + one.get());
          return word + " " + state.get();
        };
    JavaPairRDD<String, Integer> initial =
        streams.context().sparkContext().parallelizePairs(List.of(new Tuple2<>("a", 10)));
    JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
        ones(5)
            .mapWithState(
                StateSpec.function(count).initialState(initial).timeout(Durations.seconds(2)));
    mapped.checkpoint(Durations.seconds(5));

    PCollection<String> counts = streams.collection(mapped);
    PCollection<KV<String, Integer>> snapshots = streams.pairCollection(mapped.stateSnapshots());

    PAssert.that(counts).inWindow(streams.batch(1)).containsInAnyOrder("a 11", "b 1");
    PAssert.that(counts).inWindow(streams.batch(2)).containsInAnyOrder("a 12");
    PAssert.that(counts).inWindow(streams.batch(3)).empty();
    PAssert.that(counts).inWindow(streams.batch(4)).containsInAnyOrder("a 13");
    PAssert.that(counts).inWindow(streams.batch(5)).containsInAnyOrder("b left with 1");
    PAssert.that(snapshots)
        .inWindow(streams.batch(3))
        .containsInAnyOrder(KV.of("a", 12), KV.of("b", 1));
    PAssert.that(snapshots).inWindow(streams.batch(5)).containsInAnyOrder(KV.of("a", 13));
    pipeline.run();
  }

  @Test
  void anUpdateThatThrowsFailsThePipelineWithItsException() {
    streams.pairCollection(
        ones(2)
            .<Integer>updateStateByKey(
                (values, state) -> {
                  throw new IllegalStateException("no states, please");
                }));

    assertThatThrownBy(pipeline::run)
        .hasStackTraceContaining("IllegalStateException: no states, please");
  }

  @Test
  void thereAreNoSlicesOfPastBatches() {
    JavaDStream<String> words = streams.stream(pipeline.apply(Create.of("a")));
    streams.collection(words);
    pipeline.run();

    assertThatThrownBy(() -> words.slice(new Time(1000), new Time(1000)))
        .isInstanceOf(SparkException.class)
        .hasMessageEndingWith("has not been initialized");
    assertThatThrownBy(() -> words.compute(new Time(1000)))
        .isInstanceOf(SparkException.class)
        .hasMessageEndingWith("has not been initialized");
  }

  @Test
  void sharesASparkContextThatRuns() {
    assertThat(BeamStreams.over(pipeline, Durations.seconds(1)).context().ssc().sc())
        .isSameAs(SparkContext.getOrCreate());
  }
}
