// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.NotSerializableException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of streams and contexts around their life: levels, checkpoints, past batches. */
class StreamMembersTest {
  private final List<String> journal = new CopyOnWriteArrayList<>();

  @Test
  void aLevelIsThatOfEachBatch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          JavaDStream<Integer> cached = numbers.map(n -> n + 1);
          assertThat(cached.cache().dstream()).isSameAs(cached.dstream());
          JavaPairDStream<Integer, Integer> pairs = numbers.mapToPair(n -> pair(n, n));
          assertThat(pairs.persist(StorageLevel.MEMORY_ONLY()).dstream()).isSameAs(pairs.dstream());
          cached.foreachRDD(rdd -> journal.add(rdd.getStorageLevel().description()));
          pairs.foreachRDD(rdd -> journal.add(rdd.getStorageLevel().description()));
          cached.map(n -> n).foreachRDD(rdd -> journal.add(rdd.getStorageLevel().description()));
          table.expect("cached", cached, batch(part(2)), batch(part(3)));
          table.afterwards(
              done ->
                  assertThat(List.copyOf(journal).subList(0, 6))
                      .containsExactly(
                          "Memory Serialized 1x Replicated",
                          "Memory Deserialized 1x Replicated",
                          "Serialized 1x Replicated",
                          "Memory Serialized 1x Replicated",
                          "Memory Deserialized 1x Replicated",
                          "Serialized 1x Replicated"));
        });
  }

  @Test
  void aWindowGivesItsParentTheLevel() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1))).map(n -> n);
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          JavaDStream<Integer> window = numbers.window(two);
          numbers.foreachRDD(rdd -> journal.add(rdd.getStorageLevel().description()));
          window.foreachRDD(rdd -> journal.add(rdd.getStorageLevel().description()));
          JavaDStream<Integer> other = numbers.map(n -> -n);
          other.window(two).persist(StorageLevel.MEMORY_ONLY());
          other.foreachRDD(rdd -> journal.add(rdd.getStorageLevel().description()));
          table.afterwards(
              done ->
                  assertThat(journal)
                      .startsWith(
                          "Memory Serialized 1x Replicated",
                          "Serialized 1x Replicated",
                          "Memory Deserialized 1x Replicated"));
        });
  }

  @Test
  void theLevelOfATransformIsGivenToTheRddThatTheFunctionReturns() throws Exception {
    Table.run(
        table -> {
          JavaRDD<Integer> fixed = table.rdd(batch(part(7)));
          fixed.persist(StorageLevel.MEMORY_ONLY());
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          AtomicInteger calls = new AtomicInteger();
          numbers
              .transform(rdd -> calls.incrementAndGet() == 1 ? fixed : rdd.map(n -> n))
              .cache()
              .foreachRDD(rdd -> journal.add(rdd.collect() + rdd.getStorageLevel().description()));
          table.until(() -> journal.size() >= 2);
          table.afterwards(
              done -> {
                assertThat(journal)
                    .startsWith(
                        "[2]Memory Serialized 1x Replicated", "[]Memory Serialized 1x Replicated");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(
                        "Cannot change storage level of an RDD after it was already assigned a"
                            + " level");
              });
        });
  }

  @Test
  void nothingIsChangedAfterTheStart() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1))).map(n -> n);
          JavaDStream<Integer> unread = numbers.map(n -> n);
          JavaPairDStream<Integer, Integer> pairs = numbers.mapToPair(n -> pair(n, n));
          pairs.foreachRDD(rdd -> {});
          table.afterwards(
              done -> {
                assertThatThrownBy(numbers::cache)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                        "Cannot change storage level of a DStream after streaming context has"
                            + " started");
                assertThatThrownBy(() -> pairs.persist(StorageLevel.MEMORY_ONLY()))
                    .isInstanceOf(UnsupportedOperationException.class);
                assertThatThrownBy(() -> numbers.checkpoint(Durations.seconds(1)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                        "Cannot change checkpoint interval of a DStream after streaming context"
                            + " has started");
                unread.cache();
                done.context().remember(Durations.minutes(1));
              });
        });
  }

  @Test
  void rememberIsSetOnce() throws Exception {
    Table.run(
        table -> {
          table.context().remember(Durations.seconds(1));
          assertThatThrownBy(() -> table.context().remember(Durations.seconds(2)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: Remember duration already set as 1000 ms. Cannot set it"
                      + " again.");
        });
  }

  @Test
  void streamsKnowTheirParents() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          JavaDStream<Integer> mapped = numbers.map(n -> n);
          assertThat(numbers.dstream().dependencies().size()).isZero();
          assertThat(mapped.dstream().dependencies().head()).isSameAs(numbers.dstream());
          assertThat(mapped.union(numbers).dstream().dependencies().apply(1))
              .isSameAs(numbers.dstream());
          assertThat(
                  numbers
                      .transformWith(mapped, (left, right, time) -> left)
                      .dstream()
                      .dependencies()
                      .size())
              .isEqualTo(2);
          assertThat(mapped.dstream().slideDuration())
              .isEqualTo(Durations.milliseconds(table.batchMillis()));
        });
  }

  @Test
  void aCheckpointDirectoryIsThatOfTheSparkContextToo(@TempDir Path directory) throws Exception {
    Table.run(
        table -> {
          assertThat(table.context().sparkContext().getCheckpointDir().isPresent()).isFalse();
          Path below = directory.resolve("a").resolve("b");
          table.context().checkpoint(below.toString());
          assertThat(below).isDirectory();
          assertThat(table.context().sparkContext().getCheckpointDir().get())
              .startsWith("file:" + below + "/")
              .hasSize(("file:" + below + "/").length() + 36);
          table.context().checkpoint(null);
          assertThat(table.context().sparkContext().getCheckpointDir().isPresent()).isTrue();
        });
  }

  @Test
  void aCheckpointDirectoryCanBeConfigured(@TempDir Path directory) throws Exception {
    SparkConf conf = Table.conf().set("spark.streaming.checkpoint.directory", directory.toString());
    try (JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1))) {
      assertThat(context.sparkContext().getCheckpointDir().get()).startsWith("file:" + directory);
    }
  }

  @Test
  void anIntervalNeedsADirectory() {
    startFails(
        context -> context,
        stream -> mapped(stream, Durations.seconds(2)),
        "requirement failed: The checkpoint directory has not been set. Please set it by"
            + " StreamingContext.checkpoint().");
  }

  @Test
  void anIntervalIsAMultipleOfTheSlide(@TempDir Path directory) {
    startFails(
        context -> checkpointed(context, directory),
        stream -> mapped(stream, Durations.milliseconds(500)),
        "requirement failed: The checkpoint interval for MappedDStream has been set to 500 ms"
            + " which is lower than its slide time (1000 ms). Please set it to at least 1000 ms.");
    startFails(
        context -> checkpointed(context, directory),
        stream -> mapped(stream, Durations.milliseconds(1500)),
        "requirement failed: The checkpoint interval for MappedDStream has been set to  1500 ms"
            + " which not a multiple of its slide time (1000 ms). Please set it to a multiple of"
            + " 1000 ms.");
    startFails(
        context -> checkpointed(context, directory),
        stream -> {
          JavaDStream<Integer> windowed = stream.window(Durations.seconds(2));
          windowed.checkpoint(Durations.seconds(2));
          windowed.foreachRDD(rdd -> {});
        },
        "requirement failed: WindowedDStream has been marked for checkpointing but the storage"
            + " level has not been set to enable persisting. Please use DStream.persist() to set"
            + " the storage level to use memory for better checkpointing performance.");
  }

  @Test
  void theNamesOfStreamsInMessagesAreSparks(@TempDir Path directory) {
    assertThat(nameInMessage(directory, stream -> stream.filter(n -> true)))
        .isEqualTo("FilteredDStream");
    assertThat(nameInMessage(directory, stream -> stream.flatMap(n -> List.of(n).iterator())))
        .isEqualTo("FlatMappedDStream");
    assertThat(nameInMessage(directory, stream -> stream.mapPartitions(all -> all)))
        .isEqualTo("MapPartitionedDStream");
    assertThat(nameInMessage(directory, stream -> stream.union(stream))).isEqualTo("UnionDStream");
    assertThat(nameInMessage(directory, stream -> stream.transform(rdd -> rdd)))
        .isEqualTo("TransformedDStream");
    assertThat(nameInMessage(directory, JavaDStream::count)).isEqualTo("MappedDStream");
    assertThat(nameInMessage(directory, stream -> stream)).isEqualTo("QueueInputDStream");
    assertThat(
            nameInMessage(
                directory,
                stream ->
                    stream.mapToPair(n -> pair(n, n)).reduceByKey(Integer::sum).toJavaDStream()))
        .isEqualTo("ShuffledDStream");
  }

  /** What changes a stream. */
  private interface Operation {
    JavaDStream<?> apply(JavaDStream<Integer> stream);
  }

  private static String nameInMessage(Path directory, Operation operation) {
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.seconds(1))) {
      context.checkpoint(directory.toString());
      JavaDStream<?> stream = operation.apply(context.queueStream(new java.util.LinkedList<>()));
      stream.checkpoint(Durations.milliseconds(500));
      stream.print();
      context.start();
      return "started";
    } catch (IllegalArgumentException e) {
      return e.getMessage()
          .replaceFirst("requirement failed: The checkpoint interval for (\\w+) .*", "$1");
    }
  }

  private static JavaStreamingContext checkpointed(JavaStreamingContext context, Path directory) {
    context.checkpoint(directory.toString());
    return context;
  }

  private static void mapped(JavaDStream<Integer> stream, Duration interval) {
    JavaDStream<Integer> mapped = stream.map(n -> n);
    mapped.checkpoint(interval);
    mapped.foreachRDD(rdd -> {});
  }

  private static void startFails(
      java.util.function.UnaryOperator<JavaStreamingContext> set,
      java.util.function.Consumer<JavaDStream<Integer>> declare,
      String message) {
    try (JavaStreamingContext context =
        set.apply(new JavaStreamingContext(Table.conf(), Durations.seconds(1)))) {
      JavaDStream<Integer> stream = context.queueStream(new java.util.LinkedList<>());
      declare.accept(stream);
      stream.foreachRDD(rdd -> {});
      assertThatThrownBy(context::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    }
  }

  /** A driver function that holds what cannot be written. */
  private static final class Holder implements VoidFunction<JavaRDD<Integer>> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused") // it is there to be written
    private final Object held;

    Holder(Object held) {
      this.held = held;
    }

    @Override
    public void call(JavaRDD<Integer> rdd) {}
  }

  @Test
  void withADirectoryDriverFunctionsMustBeSerializable(@TempDir Path directory) {
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.seconds(1))) {
      context.checkpoint(directory.toString());
      JavaDStream<Integer> stream = context.queueStream(new java.util.LinkedList<>());
      stream.foreachRDD(new Holder(Thread.currentThread()));
      assertThatThrownBy(context::start)
          .isInstanceOf(NotSerializableException.class)
          .hasMessageStartingWith(
              "DStream checkpointing has been enabled but the DStreams with their functions are"
                  + " not serializable\n"
                  + Thread.currentThread().getClass().getName());
      assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    }
  }

  @Test
  void withADirectoryDriverFunctionsMayHoldStreams(@TempDir Path directory) throws Exception {
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.seconds(1))) {
      context.checkpoint(directory.toString());
      JavaDStream<Integer> stream = context.queueStream(new java.util.LinkedList<>());
      stream.foreachRDD(new Holder(stream));
      context.start();
      assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
    }
  }

  @Test
  void slicesAreBatchesThatAreRemembered() throws Exception {
    Table.run(
        table -> {
          Duration step = Durations.milliseconds(table.batchMillis());
          table.context().remember(Durations.minutes(5));
          JavaDStream<Integer> numbers =
              table.input(batch(part(1), part(2)), batch(part(3)), batch(), batch(part(4)));
          JavaDStream<Integer> mapped = numbers.map(n -> n * 10);
          JavaPairDStream<Integer, Integer> sums =
              numbers.mapToPair(n -> pair(n % 2, n)).reduceByKey(Integer::sum, 2);
          JavaDStream<Integer> windowed = mapped.window(step.times(2), step.times(2));
          JavaDStream<Integer> transformed =
              mapped
                  .union(numbers)
                  .transform(
                      (rdd, time) -> {
                        journal.add("called at " + time);
                        return rdd.map(n -> -n);
                      });
          mapped.foreachRDD(rdd -> {});
          sums.foreachRDD(rdd -> {});
          windowed.foreachRDD(rdd -> {});
          transformed.foreachRDD(rdd -> {});
          table.batches(5);
          table.afterwards(
              done -> {
                Time first = new Time(done.times().get(0));
                Time fourth = first.plus(step.times(3));
                assertThat(contents(mapped.slice(first, fourth)))
                    .containsExactly(
                        batch(part(10), part(20)), batch(part(30)), batch(), batch(part(40)));
                assertThat(contents(numbers.slice(first.plus(step), first.plus(step))))
                    .containsExactly(batch(part(3)));
                assertThat(sums.slice(first, first).get(0).collectAsMap())
                    .containsEntry(1, 1)
                    .containsEntry(0, 2);
                assertThat(contents(windowed.slice(first, fourth)))
                    .containsExactly(batch(part(10), part(20), part(30)), batch(part(40)));
                assertThat(contents(transformed.slice(first, first)))
                    .containsExactly(batch(part(-10), part(-20), part(-1), part(-2)));
                assertThat(journal).containsOnlyOnce("called at " + first);
                assertThat(contents(mapped.slice(first.minus(step.times(3)), first)))
                    .containsExactly(batch(part(10), part(20)));
                assertThat(mapped.slice(fourth, first)).isEmpty();
                Duration bit = Durations.milliseconds(10);
                assertThat(contents(mapped.slice(first.plus(bit), fourth.plus(bit))))
                    .containsExactly(
                        batch(part(10), part(20)), batch(part(30)), batch(), batch(part(40)));
                assertThat(Table.collected(mapped.compute(first)))
                    .isEqualTo(batch(part(10), part(20)));
                assertThat(sums.compute(first.plus(step)).collectAsMap()).containsEntry(1, 3);
              });
        });
  }

  private static <T> List<Batch<T>> contents(List<JavaRDD<T>> rdds) {
    return rdds.stream().map(rdd -> Table.collected(rdd)).toList();
  }

  @Test
  void anOutputCanLookBackToTheBatchBefore() throws Exception {
    Table.run(
        table -> {
          Duration step = Durations.milliseconds(table.batchMillis());
          JavaDStream<Integer> numbers =
              table.input(batch(part(1)), batch(part(2)), batch(part(3))).map(n -> n * 10);
          numbers.foreachRDD(
              (rdd, time) -> {
                List<JavaRDD<Integer>> both = numbers.slice(time.minus(step), time);
                journal.add(contents(both) + " " + rdd.collect());
              });
          table.batches(3);
          table.afterwards(
              done -> assertThat(journal).startsWith("[[10]] [10]", "[[10], [20]] [20]"));
        });
  }

  @Test
  void beforeTheStartThereAreNoBatches() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> mapped = table.input(batch(part(1))).map(n -> n);
          assertThatThrownBy(() -> mapped.slice(new Time(0), new Time(1000)))
              .isInstanceOf(SparkException.class)
              .hasMessageEndingWith(" has not been initialized");
          assertThatThrownBy(() -> mapped.compute(new Time(1000)))
              .isInstanceOf(SparkException.class)
              .hasMessageEndingWith(" has not been initialized");
          table.afterwards(
              done -> // no output reads it
              assertThatThrownBy(() -> mapped.slice(new Time(0), new Time(1000)))
                      .isInstanceOf(SparkException.class)
                      .hasMessageEndingWith(" has not been initialized"));
        });
  }
}
