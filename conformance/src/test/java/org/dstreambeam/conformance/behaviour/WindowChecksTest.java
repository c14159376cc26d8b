// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.nio.file.Path;
import java.util.LinkedList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What windowed operations refuse: where they are declared, and when the program starts. */
class WindowChecksTest {

  private static final Duration ONE = Durations.seconds(1);
  private static final Duration TWO = Durations.seconds(2);
  private static final Duration HALF = Durations.milliseconds(1500);
  private static final Function2<Integer, Integer, Integer> ADD = Integer::sum;
  private static final Function2<Integer, Integer, Integer> TAKE_AWAY = (x, y) -> x - y;

  @TempDir private Path directory;

  private static void inContext(Consumer<JavaStreamingContext> program) {
    try (JavaStreamingContext context = new JavaStreamingContext(Table.conf(), ONE)) {
      program.accept(context);
    }
  }

  private static JavaDStream<Integer> numbers(JavaStreamingContext context) {
    return context.queueStream(new LinkedList<>());
  }

  private static JavaPairDStream<Integer, Integer> pairs(JavaStreamingContext context) {
    return numbers(context).mapToPair(n -> pair(n, n));
  }

  private static void refused(Class<?> type, String message, ThrowingCallable... calls) {
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(message);
    }
  }

  @Test
  void windowsThatAreNoMultiplesOfTheParentsSlide() {
    inContext(
        context -> {
          JavaDStream<Integer> numbers = numbers(context);
          JavaPairDStream<Integer, Integer> pairs = pairs(context);
          refused(
              Exception.class,
              "The window duration of windowed DStream (1500 ms) must be a multiple of the slide"
                  + " duration of parent DStream (1000 ms)",
              () -> numbers.reduceByWindow(ADD, HALF, ONE),
              () -> numbers.reduceByWindow(ADD, HALF, HALF),
              () -> pairs.window(HALF),
              () -> pairs.groupByKeyAndWindow(HALF),
              () -> pairs.groupByKeyAndWindow(HALF, ONE),
              () -> pairs.groupByKeyAndWindow(HALF, ONE, 2),
              () -> pairs.groupByKeyAndWindow(HALF, ONE, new HashPartitioner(2)),
              () -> pairs.reduceByKeyAndWindow(ADD, HALF),
              () -> pairs.reduceByKeyAndWindow(ADD, HALF, HALF),
              () -> pairs.reduceByKeyAndWindow(ADD, HALF, ONE, 2),
              () -> pairs.reduceByKeyAndWindow(ADD, HALF, ONE, new HashPartitioner(2)));
          refused(
              Exception.class,
              "The slide duration of windowed DStream (1500 ms) must be a multiple of the slide"
                  + " duration of parent DStream (1000 ms)",
              () -> numbers.reduceByWindow(ADD, TWO, HALF),
              () -> pairs.groupByKeyAndWindow(TWO, HALF),
              () -> pairs.reduceByKeyAndWindow(ADD, TWO, HALF));
        });
  }

  @Test
  void withAnInverseFunctionTheWordsDiffer() {
    inContext(
        context -> {
          JavaDStream<Integer> numbers = numbers(context);
          JavaPairDStream<Integer, Integer> pairs = pairs(context);
          refused(
              IllegalArgumentException.class,
              "requirement failed: The window duration of ReducedWindowedDStream (1500 ms) must be"
                  + " multiple of the slide duration of parent DStream (1000 ms)",
              () -> numbers.reduceByWindow(ADD, TAKE_AWAY, HALF, HALF),
              () -> numbers.countByWindow(HALF, ONE),
              () -> numbers.countByValueAndWindow(HALF, ONE),
              () -> numbers.countByValueAndWindow(HALF, ONE, 2),
              () -> pairs.reduceByKeyAndWindow(ADD, TAKE_AWAY, HALF, ONE),
              () -> pairs.reduceByKeyAndWindow(ADD, TAKE_AWAY, HALF, ONE, 2, all -> true),
              () ->
                  pairs.reduceByKeyAndWindow(
                      ADD, TAKE_AWAY, HALF, ONE, new HashPartitioner(2), all -> true));
          refused(
              IllegalArgumentException.class,
              "requirement failed: The slide duration of ReducedWindowedDStream (1500 ms) must be"
                  + " multiple of the slide duration of parent DStream (1000 ms)",
              () -> numbers.reduceByWindow(ADD, TAKE_AWAY, TWO, HALF),
              () -> numbers.countByWindow(TWO, HALF),
              () -> numbers.countByValueAndWindow(TWO, HALF),
              () -> pairs.reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, HALF));
        });
  }

  @Test
  void theParentOfAWindowOfAWindowIsThatWindow() {
    inContext(
        context -> {
          JavaPairDStream<Integer, Integer> windows = pairs(context).window(TWO, TWO);
          Duration three = Durations.seconds(3);
          refused(
              Exception.class,
              "The window duration of windowed DStream (3000 ms) must be a multiple of the slide"
                  + " duration of parent DStream (2000 ms)",
              () -> windows.reduceByKeyAndWindow(ADD, three, TWO),
              () -> windows.groupByKeyAndWindow(three));
          refused(
              IllegalArgumentException.class,
              "requirement failed: The slide duration of ReducedWindowedDStream (3000 ms) must be"
                  + " multiple of the slide duration of parent DStream (2000 ms)",
              () -> windows.reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, three),
              () -> windows.countByWindow(TWO, three));
        });
  }

  @Test
  void slidesAndPersistence() {
    inContext(
        context -> {
          JavaPairDStream<Integer, Integer> pairs = pairs(context);
          assertThat(pairs.reduceByKeyAndWindow(ADD, TWO).dstream().slideDuration()).isEqualTo(ONE);
          assertThat(pairs.reduceByKeyAndWindow(ADD, TWO, TWO).dstream().slideDuration())
              .isEqualTo(TWO);
          assertThat(pairs.groupByKeyAndWindow(TWO).dstream().slideDuration()).isEqualTo(ONE);
          assertThat(pairs.countByWindow(TWO, TWO).dstream().slideDuration()).isEqualTo(TWO);
          assertThat(
                  pairs
                      .reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, TWO)
                      .mapValues(n -> n)
                      .dstream()
                      .slideDuration())
              .isEqualTo(TWO);
          assertThat(pairs.countByValueAndWindow(ONE, TWO).dstream().slideDuration())
              .isEqualTo(TWO);
        });
  }

  @Test
  void withoutADirectoryAnInverseFunctionDoesNotStart() {
    String message =
        "requirement failed: The checkpoint directory has not been set. Please set it by"
            + " StreamingContext.checkpoint().";
    startFails(context -> numbers(context).countByWindow(TWO, ONE), message);
    startFails(
        context -> numbers(context).countByValueAndWindow(TWO, ONE).toJavaDStream(), message);
    startFails(context -> numbers(context).reduceByWindow(ADD, TAKE_AWAY, TWO, ONE), message);
    startFails(
        context ->
            pairs(context)
                .reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, ONE)
                .mapValues(n -> n)
                .toJavaDStream(),
        message);
  }

  private static void startFails(
      Function<JavaStreamingContext, JavaDStream<?>> program, String message) {
    inContext(
        context -> {
          program.apply(context).foreachRDD(rdd -> {});
          assertThatThrownBy(context::start)
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(message);
          assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
        });
  }

  @Test
  void withoutOneTheOthersStart() {
    inContext(
        context -> {
          numbers(context).reduceByWindow(ADD, TWO, ONE).foreachRDD(rdd -> {});
          pairs(context).reduceByKeyAndWindow(ADD, TWO).foreachRDD(rdd -> {});
          pairs(context).groupByKeyAndWindow(TWO).foreachRDD(rdd -> {});
          numbers(context).countByWindow(TWO, ONE); // nobody reads it
          context.start();
          assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
        });
  }

  @Test
  void intervalsOfCheckpoints() {
    startFails(
        context ->
            checkpointed(
                context, pairs(context).reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, TWO), ONE),
        "requirement failed: The checkpoint interval for ReducedWindowedDStream has been set to"
            + " 1000 ms which is lower than its slide time (2000 ms). Please set it to at least"
            + " 2000 ms.");
    startFails(
        context ->
            checkpointed(
                context,
                pairs(context).reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, TWO),
                Durations.seconds(3)),
        "requirement failed: The checkpoint interval for ReducedWindowedDStream has been set to "
            + " 3000 ms which not a multiple of its slide time (2000 ms). Please set it to a"
            + " multiple of 2000 ms.");
    startFails(
        context -> checkpointed(context, pairs(context).reduceByKeyAndWindow(ADD, TWO), HALF),
        "requirement failed: The checkpoint interval for ShuffledDStream has been set to "
            + " 1500 ms which not a multiple of its slide time (1000 ms). Please set it to a"
            + " multiple of 1000 ms.");
    startFails(
        context ->
            checkpointed(
                context, pairs(context).groupByKeyAndWindow(TWO).mapValues(all -> 1), HALF),
        "requirement failed: The checkpoint interval for MapValuedDStream has been set to "
            + " 1500 ms which not a multiple of its slide time (1000 ms). Please set it to a"
            + " multiple of 1000 ms.");
    startFails(
        context -> {
          JavaDStream<Long> counts = numbers(context).countByWindow(TWO, TWO);
          context.checkpoint(directory.toString());
          counts.checkpoint(ONE);
          return counts;
        },
        "requirement failed: The checkpoint interval for MappedDStream has been set to 1000 ms"
            + " which is lower than its slide time (2000 ms). Please set it to at least 2000 ms.");
  }

  private JavaDStream<?> checkpointed(
      JavaStreamingContext context, JavaPairDStream<Integer, Integer> stream, Duration interval) {
    context.checkpoint(directory.toString());
    stream.checkpoint(interval);
    return stream.toJavaDStream();
  }

  @Test
  void whatHasCheckpointsHasToBePersisted() {
    String message =
        "requirement failed: %s has been marked for checkpointing but the storage level has not"
            + " been set to enable persisting. Please use DStream.persist() to set the storage"
            + " level to use memory for better checkpointing performance.";
    startFails(
        context -> notPersisted(context, pairs(context).reduceByKeyAndWindow(ADD, TWO)),
        message.formatted("ShuffledDStream"));
    startFails(
        context ->
            notPersisted(context, pairs(context).reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, ONE)),
        message.formatted("ReducedWindowedDStream"));
    startFails(
        context -> {
          context.checkpoint(directory.toString());
          return pairs(context)
              .reduceByKeyAndWindow(ADD, TAKE_AWAY, TWO, ONE)
              .persist(StorageLevel.NONE())
              .toJavaDStream();
        },
        message.formatted("ReducedWindowedDStream"));
  }

  private JavaDStream<?> notPersisted(
      JavaStreamingContext context, JavaPairDStream<Integer, Integer> stream) {
    JavaDStream<?> marked = checkpointed(context, stream, TWO);
    stream.persist(StorageLevel.NONE());
    return marked;
  }

  @Test
  void whatHasCheckpointsIsPersistedUnlessItSaysOtherwise() {
    inContext(
        context -> {
          context.checkpoint(directory.toString());
          numbers(context).countByWindow(TWO, ONE).foreachRDD(rdd -> {});
          numbers(context).reduceByWindow(ADD, TAKE_AWAY, TWO, ONE).foreachRDD(rdd -> {});
          numbers(context).countByValueAndWindow(TWO, ONE).foreachRDD(rdd -> {});
          context.start();
          assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
        });
  }
}
