// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** {@code transform} and its kin: driver functions inside the graph. */
class TransformTest {
  private final List<String> journal = new CopyOnWriteArrayList<>();

  @Test
  void givesTheRddThatTheFunctionReturns() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(batch(part(1, 2), part(3)), batch(part()), batch());
          table.expect(
              "map",
              numbers.transform(rdd -> rdd.map(n -> n * 10)),
              batch(part(10, 20), part(30)),
              batch(part()),
              batch());
          table.expect(
              "distinct, two partitions",
              numbers.transform(rdd -> rdd.map(n -> n % 2).distinct(2)),
              batch(part(0), part(1)),
              batch(part(), part()),
              batch(part(), part()));
          table.expect(
              "the same RDD",
              numbers.transform(rdd -> rdd),
              batch(part(1, 2), part(3)),
              batch(part()),
              batch());
          table.expect(
              "twice the RDD",
              numbers.transform(rdd -> rdd.union(rdd)),
              batch(part(1, 2), part(3), part(1, 2), part(3)),
              batch(part(), part()),
              batch());
        });
  }

  @Test
  void takesNullRecords() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a", null)));
          table.expect(
              "nulls",
              words.transform(rdd -> rdd.map(word -> word == null ? "none" : null)),
              batch(part(null, "none")),
              batch(part()));
        });
  }

  @Test
  void isGivenTheBatchTime() throws Exception {
    Table.run(
        table -> {
          List<Time> given = new CopyOnWriteArrayList<>();
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          table.expect(
              "with time",
              numbers.transform(
                  (rdd, time) -> {
                    given.add(time);
                    return rdd;
                  }),
              batch(part(1)),
              batch(part()),
              batch(part()));
          table.afterwards(
              done ->
                  assertThat(List.copyOf(given).subList(0, 3))
                      .extracting(Time::milliseconds)
                      .isEqualTo(done.times()));
        });
  }

  @Test
  void goesFromRecordsToPairsAndBack() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("b", "a"), part("a")), batch());
          JavaPairDStream<String, Integer> counts =
              words.transformToPair(
                  rdd -> rdd.mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey(Integer::sum, 2));
          table.expect(
              "counts",
              counts,
              batch(part(pair("b", 1)), part(pair("a", 2))),
              batch(part(), part()));
          table.expect(
              "keys",
              counts.transform(JavaPairRDD::keys),
              batch(part("b"), part("a")),
              batch(part(), part()));
          table.expect(
              "pairs to pairs",
              counts.transformToPair((rdd, time) -> rdd.mapValues(n -> n * 10)),
              batch(part(pair("b", 10)), part(pair("a", 20))),
              batch(part(), part()));
        });
  }

  @Test
  void runsTheActionsInsideAtOnce() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(3, 1), part(2)), batch(part(5)));
          table.expect(
              "share of the total",
              numbers.transform(
                  rdd -> {
                    long count = rdd.count();
                    journal.add(count + " " + rdd.collect() + " " + rdd.isEmpty());
                    int most = count == 0 ? 0 : rdd.reduce(Math::max);
                    return rdd.map(n -> most - n);
                  }),
              batch(part(0, 2), part(1)),
              batch(part(0)),
              batch(part()));
          table.afterwards(
              done ->
                  assertThat(journal).startsWith("3 [3, 1, 2] false", "1 [5] false", "0 [] true"));
        });
  }

  @Test
  void seesAndChangesWhatItCaptured() throws Exception {
    Table.run(
        table -> {
          Thread notSerializable = Thread.currentThread();
          AtomicInteger batches = new AtomicInteger();
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(1)));
          table.expect(
              "batch number",
              numbers.transform(
                  rdd -> {
                    assertThat(notSerializable).isNotNull();
                    int number = batches.incrementAndGet();
                    return rdd.map(n -> n * number);
                  }),
              batch(part(1)),
              batch(part(2)));
        });
  }

  @Test
  void makesRddsOfTheContextInside() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1, 2)), batch());
          table.expect(
              "parallelized",
              numbers.transform(
                  rdd ->
                      org.apache.spark.api.java.JavaSparkContext.fromSparkContext(rdd.context())
                          .parallelize(List.of(rdd.count(), 7L), 2)),
              batch(part(2L), part(7L)),
              batch(part(0L), part(7L)));
          table.expect(
              "no partition",
              numbers.transform(rdd -> table.context().sparkContext().<Integer>emptyRDD()),
              batch(),
              batch());
          table.expect(
              "count of no partition",
              numbers.transform(rdd -> table.context().sparkContext().<Integer>emptyRDD()).count(),
              batch(part(0L), part()),
              batch(part(0L), part()));
        });
  }

  @Trap(17)
  @Test
  void unitesWithAStaticRddThatChangesBetweenBatches() throws Exception {
    Table.run(
        table -> {
          AtomicReference<JavaRDD<String>> fixed =
              new AtomicReference<>(table.rdd(batch(part("x"))).cache());
          JavaDStream<String> words = table.input(batch(part("a")), batch(part("b")), batch());
          table.expect(
              "with the static RDD",
              words.transform(
                  rdd -> {
                    JavaRDD<String> now = fixed.get();
                    fixed.set(table.rdd(batch(part("after " + now.collect().size()), part("y"))));
                    return rdd.union(now);
                  }),
              batch(part("a"), part("x")),
              batch(part("b"), part("after 1"), part("y")),
              batch(part("after 2"), part("y")));
        });
  }

  @Test
  void looksUpInAStaticTable() throws Exception {
    Table.run(
        table -> {
          JavaPairRDD<String, String> known =
              table
                  .rdd(batch(part(pair("a", "A")), part(pair("b", "B"))))
                  .mapToPair(entry -> entry)
                  .cache();
          JavaDStream<String> words = table.input(batch(part("a", "c")), batch(part("b")));
          table.expect(
              "looked up",
              words.transformToPair(
                  rdd ->
                      rdd.mapToPair(word -> new Tuple2<>(word, "?"))
                          .union(known)
                          .reduceByKey((one, other) -> one + other, 1)),
              batch(part(pair("a", "?A"), pair("b", "B"), pair("c", "?"))),
              batch(part(pair("a", "A"), pair("b", "?B"))));
        });
  }

  @Trap(17)
  @Test
  void isCalledOncePerBatchWhateverReadsIt() throws Exception {
    Table.run(
        table -> {
          AtomicInteger calls = new AtomicInteger();
          JavaDStream<Integer> counted =
              table
                  .input(batch(part(1)), batch(part(1)), batch(part(1)))
                  .transform(
                      rdd -> {
                        int call = calls.incrementAndGet();
                        return rdd.map(n -> call);
                      });
          table.expect("one", counted, batch(part(1)), batch(part(2)), batch(part(3)));
          table.expect(
              "other",
              counted.map(call -> -call),
              batch(part(-1)),
              batch(part(-2)),
              batch(part(-3)));
          table.expect(
              "united",
              counted.union(counted),
              batch(part(1), part(1)),
              batch(part(2), part(2)),
              batch(part(3), part(3)));
        });
  }

  @Test
  void isCalledInTheOrderOfBatches() throws Exception {
    Table.run(
        table -> {
          List<Long> given = new CopyOnWriteArrayList<>();
          table
              .input(batch(part(1)), batch(part(2)), batch(part(3)))
              .transform(
                  (rdd, time) -> {
                    given.add(time.milliseconds());
                    return rdd;
                  })
              .foreachRDD(rdd -> {});
          table.batches(5);
          table.afterwards(
              done ->
                  assertThat(List.copyOf(given).subList(0, 5)).isEqualTo(done.times()).isSorted());
        });
  }

  @Test
  void isCalledOnlyAtTheSlidesOfItsStream() throws Exception {
    Table.run(
        table -> {
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          List<Long> given = new CopyOnWriteArrayList<>();
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)), batch());
          table.expect(
              "each second batch",
              numbers
                  .window(two, two)
                  .transform(
                      (rdd, time) -> {
                        given.add(time.milliseconds());
                        return rdd.map(n -> n + 10);
                      }),
              none(),
              batch(part(11), part(12)),
              none(),
              batch(part()),
              none());
          table.afterwards(
              done ->
                  assertThat(List.copyOf(given).subList(0, 2))
                      .containsExactly(done.times().get(1), done.times().get(3)));
        });
  }

  @Trap(14)
  @Test
  void withAnotherStreamIsGivenTheBatchesOfTheSameTime() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")), batch(), batch(part("c")));
          JavaDStream<Integer> numbers = table.input(batch(part(1), part(2)), batch(part(3)));
          JavaPairDStream<Integer, Integer> squares = numbers.mapToPair(n -> pair(n, n * n));
          table.expect(
              "records with records",
              words.transformWith(
                  numbers, (left, right, time) -> left.union(right.map(n -> "n" + n))),
              batch(part("a"), part("n1"), part("n2")),
              batch(part("n3")),
              batch(part("c"), part()));
          table.expect(
              "records with pairs",
              words.transformWith(
                  squares, (left, right, time) -> left.union(right.values().map(n -> "n" + n))),
              batch(part("a"), part("n1"), part("n4")),
              batch(part("n9")),
              batch(part("c"), part()));
          table.expect(
              "records with records to pairs",
              words.transformWithToPair(
                  numbers, (left, right, time) -> left.mapToPair(w -> pair(w, 1))),
              batch(part(pair("a", 1))),
              batch(),
              batch(part(pair("c", 1))));
          table.expect(
              "pairs with pairs to pairs",
              squares.transformWithToPair(squares, (left, right, time) -> left.union(right)),
              batch(part(pair(1, 1)), part(pair(2, 4)), part(pair(1, 1)), part(pair(2, 4))),
              batch(part(pair(3, 9)), part(pair(3, 9))),
              batch(part(), part()));
        });
  }

  @Test
  void withAnotherStreamGoesFromEitherKindToEitherKind() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch());
          JavaPairDStream<Integer, String> pairs =
              numbers.mapToPair(number -> pair(number, "v" + number));
          Batch<Integer> one = batch(part(1), part(1));
          Batch<Tuple2<Integer, String>> onePair = batch(part(pair(1, "v1")), part(pair(1, "v1")));
          table.expect(
              "records, records: records",
              numbers.transformWith(numbers, (left, right, time) -> left.union(right)),
              one,
              batch());
          table.expect(
              "records, pairs: records",
              numbers.transformWith(pairs, (left, right, time) -> right.keys().union(left)),
              one,
              batch());
          table.expect(
              "pairs, records: records",
              pairs.transformWith(numbers, (left, right, time) -> left.keys().union(right)),
              one,
              batch());
          table.expect(
              "pairs, pairs: records",
              pairs.transformWith(pairs, (left, right, time) -> left.keys().union(right.keys())),
              one,
              batch());
          table.expect(
              "records, records: pairs",
              numbers.transformWithToPair(
                  numbers,
                  (left, right, time) -> left.union(right).mapToPair(n -> pair(n, "v" + n))),
              onePair,
              batch());
          table.expect(
              "records, pairs: pairs",
              numbers.transformWithToPair(pairs, (left, right, time) -> right.union(right)),
              onePair,
              batch());
          table.expect(
              "pairs, records: pairs",
              pairs.transformWithToPair(numbers, (left, right, time) -> left.union(left)),
              onePair,
              batch());
          table.expect(
              "pairs, pairs: pairs",
              pairs.transformWithToPair(pairs, (left, right, time) -> left.union(right)),
              onePair,
              batch());
        });
  }

  @Test
  void ofPairsHasAllForms() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, Integer> pairs =
              table.pairs(batch(part(pair(1, 2))), batch(part()), batch());
          List<Time> given = new CopyOnWriteArrayList<>();
          table.expect(
              "transform",
              pairs.transform(rdd -> rdd.values()),
              batch(part(2)),
              batch(part()),
              batch());
          table.expect(
              "transform with time",
              pairs.transform(
                  (rdd, time) -> {
                    given.add(time);
                    return rdd.keys();
                  }),
              batch(part(1)),
              batch(part()),
              batch());
          table.expect(
              "transformToPair",
              pairs.transformToPair(rdd -> rdd.mapToPair(Tuple2::swap)),
              batch(part(pair(2, 1))),
              batch(part()),
              batch());
          table.afterwards(
              done ->
                  assertThat(List.copyOf(given).subList(0, 3))
                      .extracting(Time::milliseconds)
                      .isEqualTo(done.times()));
        });
  }

  @Test
  void mayReadFilesAnewInEveryBatch(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("words"), "a\n");
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("x")), batch(part("y")));
          JavaStreamingContext context = table.context();
          table.expect(
              "with the file",
              words.transform(
                  rdd -> {
                    JavaRDD<String> lines = context.sparkContext().textFile(file.toString(), 1);
                    journal.add("" + lines.collect());
                    Files.writeString(file, "b\nc\n");
                    return rdd.union(lines);
                  }),
              batch(part("x"), part("b", "c")),
              batch(part("y"), part("b", "c")));
          table.afterwards(done -> assertThat(journal).startsWith("[a]", "[b, c]"));
        });
  }

  @Test
  void ofTheContextIsGivenTheBatchesInTheOrderOfTheStreams() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> one = table.input(batch(part(1)), batch());
          JavaDStream<Integer> two = table.input(batch(part(2), part(3)));
          List<JavaDStream<?>> streams = new ArrayList<>(List.of(two, one));
          table.expect(
              "records",
              table
                  .context()
                  .<Integer>transform(
                      streams, (rdds, time) -> integers(rdds.get(0)).union(integers(rdds.get(1)))),
              batch(part(2), part(3), part(1)),
              batch(part()));
          table.expect(
              "pairs",
              table
                  .context()
                  .<Integer, Long>transformToPair(
                      streams, (rdds, time) -> integers(rdds.get(1)).mapToPair(n -> pair(n, 0L))),
              batch(part(pair(1, 0L))),
              batch());
        });
  }

  @Test
  void ofTheContextTakesNoFunctionThatCannotBeSerialized() throws Exception {
    Table.run(
        table -> {
          Thread notSerializable = Thread.currentThread();
          JavaDStream<Integer> one = table.input(batch(part(1)), batch());
          assertThatThrownBy(
                  () ->
                      table
                          .context()
                          .<Integer>transform(
                              List.of(one),
                              (rdds, time) ->
                                  notSerializable.isAlive() ? integers(rdds.get(0)) : null))
              .isInstanceOf(SparkException.class)
              .hasMessage("Task not serializable");
        });
  }

  @SuppressWarnings("unchecked") // the streams are of integers
  private static JavaRDD<Integer> integers(JavaRDD<?> rdd) {
    return (JavaRDD<Integer>) rdd;
  }

  @Test
  void refusesStreamsThatDoNotFit() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          JavaDStream<Integer> slow =
              numbers.window(
                  Durations.milliseconds(2 * table.batchMillis()),
                  Durations.milliseconds(2 * table.batchMillis()));
          assertThatThrownBy(() -> numbers.transformWith(slow, (left, right, time) -> left))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: Some of the DStreams have different slide durations");
          assertThatThrownBy(
                  () -> table.context().<Integer>transform(List.of(), (rdds, time) -> null))
              .isInstanceOf(NoSuchElementException.class)
              .hasMessage("next on empty iterator");
          JavaStreamingContext other =
              new JavaStreamingContext(
                  table.context().sparkContext(), Durations.milliseconds(table.batchMillis()));
          JavaDStream<Integer> foreign = other.queueStream(new LinkedList<>());
          assertThatThrownBy(() -> numbers.transformWith(foreign, (left, right, time) -> left))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Some of the DStreams have different contexts");
        });
  }

  @Test
  void aTaskThatFailsCostsItsPartition() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> halves =
              table
                  .input(batch(part(1), part(0)), batch(part(2)))
                  .transform(rdd -> rdd.map(n -> 10 / n));
          table.expect(
              "failed",
              halves,
              failed(new ArithmeticException("/ by zero")),
              batch(part(5)),
              batch(part()));
          halves.foreachRDD(rdd -> journal.add("" + rdd.take(1)));
          table.afterwards(done -> assertThat(journal).startsWith("[10]", "[5]", "[]"));
        });
  }

  @Trap(20)
  @Test
  void aFunctionThatThrowsTakesTheBatchFromAllOutputs() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          AtomicInteger calls = new AtomicInteger();
          JavaDStream<Integer> flaky =
              numbers.transform(
                  rdd -> {
                    if (calls.incrementAndGet() == 2) {
                      throw new java.io.IOException("no room");
                    }
                    return rdd;
                  });
          numbers.foreachRDD((rdd, time) -> journal.add("before " + rdd.collect()));
          flaky.foreachRDD((rdd, time) -> journal.add("flaky " + rdd.collect()));
          numbers.foreachRDD((rdd, time) -> journal.add("behind " + rdd.collect()));
          table.until(() -> journal.size() >= 6);
          table.afterwards(
              done -> {
                assertThat(journal)
                    .startsWith(
                        "before [1]",
                        "flaky [1]",
                        "behind [1]",
                        "before []",
                        "flaky []",
                        "behind []");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                    .isInstanceOf(java.io.IOException.class)
                    .hasMessage("no room");
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
              });
        });
  }

  @Test
  void nullInsteadOfAnRddTakesTheBatchFromAllOutputs() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          AtomicInteger calls = new AtomicInteger();
          numbers
              .transform(rdd -> calls.incrementAndGet() == 1 ? null : rdd)
              .foreachRDD(rdd -> journal.add("" + rdd.collect()));
          table.until(() -> journal.size() >= 2);
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("[2]", "[]");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("org.apache.spark.api.java.JavaRDD.rdd()");
              });
        });
  }

  @Test
  void theFailureReachesTheOutputsThroughAllThatLiesBetween() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(batch(part(1)), batch(part(2)), batch(part(3)));
          AtomicInteger calls = new AtomicInteger();
          JavaPairDStream<Integer, Integer> counts =
              numbers
                  .union(
                      numbers.transform(
                          rdd -> {
                            if (calls.incrementAndGet() == 2) {
                              throw new IllegalStateException("second");
                            }
                            return rdd;
                          }))
                  .mapToPair(n -> pair(n, 1))
                  .reduceByKey(Integer::sum, 1)
                  .transformToPair(rdd -> rdd);
          counts.foreachRDD(rdd -> journal.add("" + rdd.collect()));
          numbers.foreachRDD(rdd -> journal.add("n" + rdd.collect()));
          table.until(() -> journal.size() >= 4);
          table.afterwards(
              done -> assertThat(journal).startsWith("[(1,2)]", "n[1]", "[(3,2)]", "n[3]"));
        });
  }

  @Test
  void theFailureTakesAllWindowsThatReachTheBatch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(batch(part(1)), batch(part(2)), batch(part(3)), batch(part(4)));
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          JavaDStream<Integer> failing =
              numbers.transform(
                  rdd -> {
                    if (rdd.collect().contains(2)) {
                      throw new IllegalStateException("two");
                    }
                    return rdd;
                  });
          failing.window(two).foreachRDD(rdd -> journal.add("w" + rdd.collect()));
          numbers.foreachRDD(rdd -> journal.add("n" + rdd.collect()));
          table.until(() -> journal.size() >= 6);
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("w[1]", "n[1]", "w[3, 4]", "n[4]", "w[4]", "n[]");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("two");
              });
        });
  }

  @Test
  void aStopFromAnotherThreadEndsIt() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Table.run(
        table -> {
          AtomicInteger calls = new AtomicInteger();
          table
              .input(batch(part(1)))
              .transform(
                  rdd -> {
                    calls.incrementAndGet();
                    return rdd;
                  })
              .foreachRDD(rdd -> {});
          table.batches(2);
          table.afterwards(
              done -> {
                new Thread(
                        () -> {
                          done.context().stop(false, true);
                          stopped.countDown();
                        })
                    .start();
                assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
                int calledUntilThen = calls.get();
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.STOPPED);
                assertThat(done.context().awaitTerminationOrTimeout(1)).isTrue();
                assertThat(calls).hasValue(calledUntilThen);
              });
        });
  }

  @Test
  void keepsThePartitionerForReduceByKey() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs =
              table.pairs(batch(part(pair("a", 1), pair("b", 2)), part(pair("a", 3))), batch());
          JavaPairDStream<String, Integer> placed =
              pairs.transformToPair(rdd -> rdd.reduceByKey(new HashPartitioner(3), Integer::sum));
          table.expect(
              "reduced again",
              placed.reduceByKey(Integer::sum, 3),
              batch(part(), part(pair("a", 4)), part(pair("b", 2))),
              batch(part(), part(), part()));
        });
  }

  @Test
  void ofNullIsTakenAndFailsEachBatch() {
    assertFailsByNull(
        numbers -> numbers.transform((Function<JavaRDD<Integer>, JavaRDD<Integer>>) null));
    assertFailsByNull(
        numbers -> numbers.transform((Function2<JavaRDD<Integer>, Time, JavaRDD<Integer>>) null));
    assertFailsByNull(
        numbers ->
            numbers.transformToPair(
                (Function<JavaRDD<Integer>, JavaPairRDD<Integer, Integer>>) null));
    assertFailsByNull(
        numbers ->
            numbers.transformWith(
                numbers,
                (Function3<JavaRDD<Integer>, JavaRDD<Integer>, Time, JavaRDD<Integer>>) null));
  }

  private static void assertFailsByNull(
      java.util.function.Function<JavaDStream<Integer>, JavaDStreamLike<?, ?, ?>> transformation) {
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.milliseconds(100))) {
      List<String> called = new CopyOnWriteArrayList<>();
      JavaDStream<Integer> numbers = context.queueStream(new LinkedList<>());
      numbers.foreachRDD(rdd -> called.add("before"));
      transformation.apply(numbers).foreachRDD(rdd -> called.add("transformed"));
      context.start();
      assertThatThrownBy(() -> context.awaitTerminationOrTimeout(10_000))
          .isInstanceOf(NullPointerException.class);
      assertThat(called).isEmpty();
    }
  }
}
