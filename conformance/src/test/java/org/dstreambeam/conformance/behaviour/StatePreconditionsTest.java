// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** What {@code start()} asks of operations that remember: a directory, and intervals that fit. */
class StatePreconditionsTest {
  private static final Duration BATCH = Durations.milliseconds(100);
  private static CountDownLatch batches = new CountDownLatch(0);

  @TempDir private java.nio.file.Path checkpoints;

  /** Declares a stream of some kind, with an interval of checkpoints if there is one. */
  @FunctionalInterface
  private interface Declaration {
    JavaDStreamLike<?, ?, ?> of(JavaPairDStream<String, Integer> stream);
  }

  private static JavaPairDStream<String, Integer> ones(JavaStreamingContext context) {
    Queue<JavaRDD<String>> queue = new LinkedList<>();
    return context.queueStream(queue).mapToPair(text -> new Tuple2<>(text, 1));
  }

  private static JavaDStreamLike<?, ?, ?> updated(JavaPairDStream<String, Integer> stream) {
    return stream.updateStateByKey(
        (List<Integer> values, Optional<Integer> state) -> Optional.of(values.size()));
  }

  private static JavaDStreamLike<?, ?, ?> mapped(JavaPairDStream<String, Integer> stream) {
    Function3<String, Optional<Integer>, State<Integer>, String> function =
        (key, value, state) -> key;
    return stream.mapWithState(StateSpec.function(function));
  }

  private static JavaDStreamLike<?, ?, ?> reduced(JavaPairDStream<String, Integer> stream) {
    return stream.reduceByKeyAndWindow(Integer::sum, (x, y) -> x - y, BATCH.times(2), BATCH);
  }

  private static JavaDStreamLike<?, ?, ?> counted(JavaPairDStream<String, Integer> stream) {
    return stream.countByWindow(BATCH.times(2), BATCH);
  }

  private void startThrows(Declaration declaration, boolean directory, String message) {
    try (JavaStreamingContext context = new JavaStreamingContext(Table.conf(), BATCH)) {
      if (directory) {
        context.sparkContext().setCheckpointDir(checkpoints.toString());
      }
      declaration.of(ones(context)).foreachRDD(rdd -> {});
      assertThatThrownBy(context::start)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("requirement failed: " + message);
      assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    }
  }

  @Test
  void aDirectoryIsNeeded() {
    for (Declaration family :
        List.<Declaration>of(
            StatePreconditionsTest::updated,
            StatePreconditionsTest::mapped,
            StatePreconditionsTest::reduced,
            StatePreconditionsTest::counted)) {
      startThrows(
          family,
          false,
          "The checkpoint directory has not been set. Please set it by"
              + " StreamingContext.checkpoint().");
    }
  }

  private static Declaration every(long millis, Declaration family) {
    return stream -> {
      JavaDStreamLike<?, ?, ?> result = family.of(stream);
      result.checkpoint(Durations.milliseconds(millis));
      return result;
    };
  }

  @Test
  void anIntervalIsNoLessThanTheSlide() {
    startThrows(every(50, StatePreconditionsTest::updated), true, tooShort("StateDStream"));
    startThrows(
        every(50, StatePreconditionsTest::mapped), true, tooShort("InternalMapWithStateDStream"));
    startThrows(
        every(50, StatePreconditionsTest::reduced), true, tooShort("ReducedWindowedDStream"));
  }

  private static String tooShort(String stream) {
    return "The checkpoint interval for "
        + stream
        + " has been set to 50 ms which is lower than its slide time (100 ms). Please set it to at"
        + " least 100 ms.";
  }

  @Test
  void anIntervalIsAMultipleOfTheSlide() {
    startThrows(every(150, StatePreconditionsTest::updated), true, noMultiple("StateDStream"));
    startThrows(
        every(150, StatePreconditionsTest::mapped),
        true,
        noMultiple("InternalMapWithStateDStream"));
    startThrows(
        every(150, StatePreconditionsTest::reduced), true, noMultiple("ReducedWindowedDStream"));
  }

  private static String noMultiple(String stream) {
    return "The checkpoint interval for "
        + stream
        + " has been set to  150 ms which not a multiple of its slide time (100 ms). Please set it"
        + " to a multiple of 100 ms.";
  }

  @Test
  void theDirectoryOfTheStreamingContextWillDo() throws Exception {
    batches = new CountDownLatch(3);
    try (JavaStreamingContext context = new JavaStreamingContext(Table.conf(), BATCH)) {
      context.checkpoint(checkpoints.toString());
      // Spark has to be able to write the program, which a queue cannot be a part of.
      JavaPairDStream<String, Integer> ones =
          context.receiverStream(new Receivers.Silent()).mapToPair(text -> new Tuple2<>(text, 1));
      updated(ones).foreachRDD(rdd -> batches.countDown());
      mapped(ones).foreachRDD(rdd -> rdd.count());
      reduced(ones).foreachRDD(rdd -> rdd.count());
      counted(ones).foreachRDD(rdd -> rdd.count());
      context.start();
      assertThat(batches.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
