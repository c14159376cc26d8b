// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.PrintTest.block;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** What a translation to windows of Beam gets wrong unless it takes care. */
class TrapsTest {
  private static final AtomicInteger CALLS = new AtomicInteger();
  private final List<String> journal = new CopyOnWriteArrayList<>();

  @Trap(1)
  @Test
  void everyBatchRunsEveryOutputAlsoWithoutARecord() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> nothing = table.context().queueStream(new LinkedList<>());
          table.expect("count", nothing.count(), zero(), zero(), zero());
          nothing.foreachRDD((rdd, time) -> journal.add("called"));
          nothing.print();
          table.expectPrinted(block(1) + block(2) + block(3));
          table.afterwards(done -> assertThat(journal).hasSizeGreaterThanOrEqualTo(3));
        });
  }

  @Trap(2)
  @Test
  void batchesCarryTheTimeOfTheirEndAndNoneIsLeftOut() throws Exception {
    Table.run(
        table -> {
          table.batches(5);
          table.afterwards(
              done -> {
                long first = done.times().get(0);
                long step = done.batchMillis();
                assertThat(first).isPositive();
                assertThat(first % step).isZero();
                assertThat(done.times())
                    .containsExactly(
                        first, first + step, first + 2 * step, first + 3 * step, first + 4 * step);
              });
        });
  }

  @Trap(5)
  @Test
  void theCountOfNothingIsZeroAndTheReductionOfNothingIsNothing() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs =
              table.pairs(batch(part(pair("a", 1))), batch(part()), batch());
          table.expect("count", pairs.count(), batch(part(1L), part()), zero(), zero());
          table.expect(
              "reduce",
              pairs.map(Tuple2::_2).reduce(Integer::sum),
              batch(part(1)),
              batch(part()),
              batch(part()));
          table.expect(
              "reduceByKey",
              pairs.reduceByKey(Integer::sum),
              batch(part(), part(pair("a", 1))),
              batch(part(), part()),
              batch(part(), part()));
        });
  }

  @Trap(14)
  @Test
  void streamsMeetInTheSameBatchOnlyAndWhatHasNoPartnerComesOutThere() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> left =
              table.pairs(batch(part(pair("a", 1))), batch(part(pair("b", 2))), batch());
          JavaPairDStream<String, Integer> right =
              table.pairs(batch(part()), batch(part(pair("a", 3), pair("b", 4))), batch());
          table.expect(
              "join",
              left.join(right, 1),
              batch(part()),
              batch(part(pair("b", pair(2, 4)))),
              batch(part()),
              batch(part()));
          table.expect(
              "leftOuterJoin",
              left.leftOuterJoin(right, 1).map(Tuple2::toString),
              batch(part("(a,(1,Optional.empty))")),
              batch(part("(b,(2,Optional[4]))")),
              batch(part()),
              batch(part()));
          table.expect(
              "cogroup",
              left.cogroup(right, 1).map(Tuple2::toString),
              batch(part("(a,([1],[]))")),
              batch(part("(a,([],[3]))", "(b,([2],[4]))")),
              batch(part()),
              batch(part()));
        });
  }

  @Trap(15)
  @Test
  void foreachRddRunsInTheProgramOncePerBatchWhateverItDoes() throws Exception {
    Table.run(
        table -> {
          Thread program = Thread.currentThread(); // cannot be serialised
          int[] batches = {0};
          table
              .input(batch(part(1, 2), part(3)), batch())
              .foreachRDD(
                  rdd -> {
                    assertThat(program.isAlive()).isTrue();
                    batches[0]++;
                    long sum = 0;
                    for (int i = 0; i < 3; i++) {
                      sum += rdd.count();
                    }
                    journal.add(batches[0] + ": " + sum + " " + rdd.isEmpty() + rdd.take(1));
                  });
          table.batches(2);
          table.afterwards(done -> assertThat(journal).startsWith("1: 9 false[1]", "2: 0 true[]"));
        });
  }

  @Trap(16)
  @Test
  void outputsRunOneAfterTheOtherInOrder() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(batch(part(1)), batch(part(2)), batch(part(3)));
          AtomicInteger running = new AtomicInteger();
          for (String output : List.of("a", "b", "c")) {
            numbers
                .map(number -> number * 10)
                .foreachRDD(
                    rdd -> {
                      int beside = running.getAndIncrement();
                      journal.add(output + rdd.collect() + beside);
                      running.decrementAndGet();
                    });
          }
          table.batches(3);
          table.afterwards(
              done ->
                  assertThat(journal)
                      .startsWith(
                          "a[10]0", "b[10]0", "c[10]0", "a[20]0", "b[20]0", "c[20]0", "a[30]0",
                          "b[30]0", "c[30]0"));
        });
  }

  @Trap(18)
  @Test
  void rddsInDriverFunctionsAreLazyAndComputedAgain() throws Exception {
    CALLS.set(0);
    Table.run(
        table -> {
          table
              .input(batch(part(1, 2), part(3, 4)))
              .foreachRDD(
                  rdd -> {
                    JavaRDD<Integer> mapped = rdd.map(TrapsTest::counted);
                    journal.add("declared " + CALLS.get());
                    mapped.count();
                    mapped.collect();
                    journal.add("two actions " + CALLS.get());
                    mapped.take(1);
                    journal.add("a prefix " + CALLS.get());
                  });
          table.afterwards(
              done -> assertThat(journal).startsWith("declared 0", "two actions 8", "a prefix 9"));
        });
  }

  @Trap(18)
  @Test
  void aStreamThatNoOutputReadsIsNeverComputed() throws Exception {
    CALLS.set(0);
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1, 2)));
          numbers.map(TrapsTest::counted);
          table.expect("beside it", numbers, batch(part(1, 2)), batch(part()));
          table.afterwards(done -> assertThat(CALLS).hasValue(0));
        });
  }

  @Trap(19)
  @Test
  void aFailureStopsNeitherOtherOutputsNorLaterBatches() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part(1)), batch(part(2)), batch(part(3)), batch(part(4)))
              .foreachRDD(rdd -> failAt(2, "op0", rdd));
          table
              .input(batch(part(1)), batch(part(2)), batch(part(3)), batch(part(4)))
              .foreachRDD(rdd -> failAt(3, "op1", rdd));
          table.batches(4);
          table.afterwards(
              done -> {
                assertThat(journal)
                    .startsWith(
                        "op0[1]", "op1[1]", "op0[2]", "op1[2]", "op0[3]", "op1[3]", "op0[4]",
                        "op1[4]");
                assertThatThrownBy(() -> done.context().awaitTermination())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("op1 at 3");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                    .hasMessage("op1 at 3");
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
              });
        });
  }

  @Trap(22)
  @Test
  void aQueueIsCopiedGivesOneRddPerBatchAndNeverEnds() throws Exception {
    Table.run(
        table -> {
          Queue<JavaRDD<String>> queue = table.queue(batch(part("a"), part("b")), batch(part("c")));
          JavaDStream<String> stream = table.context().queueStream(queue);
          queue.add(table.rdd(batch(part("too late"))));
          table.expect(
              "stream",
              stream,
              batch(part("a"), part("b")),
              batch(part("c")),
              batch(part()),
              batch(part()),
              batch(part()));
        });
  }

  @Trap(23)
  @Test
  void aReceiverThatStopsIsLaunchedAgainAsItWasDeclared() throws Exception {
    SparkConf realTime =
        Table.conf().set("spark.streaming.clock", "org.apache.spark.util.SystemClock");
    Table.run(
        realTime,
        table -> {
          table
              .context()
              .receiverStream(new Receivers.StopsAfterTwo())
              .foreachRDD(rdd -> journal.addAll(rdd.collect()));
          table.until(() -> journal.size() >= 6);
          table.afterwards(
              done -> {
                assertThat(List.copyOf(journal).subList(0, 6))
                    .containsExactly("1", "2", "1", "2", "1", "2");
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
              });
        });
  }

  @Trap(24)
  @Test
  void partitionsAreThoseOfTheInputOrOfTheShuffleAlsoWhenEmpty() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> silent = table.context().receiverStream(new Receivers.Silent());
          JavaDStream<String> queue = table.input(batch(part("a"), part(), part("b")));
          table.expect("receiver", silent, batch(), batch());
          table.expect(
              "shuffle",
              silent.mapToPair(word -> pair(word, 1)).reduceByKey(Integer::sum),
              batch(part(), part()),
              batch(part(), part()));
          table.expect("count", silent.count(), zero(), zero());
          table.expect("queue", queue, batch(part("a"), part(), part("b")), batch(part()));
          table.expect(
              "size of each",
              queue.union(silent).mapPartitions(words -> part(words.hasNext()).iterator()),
              batch(part(true), part(false), part(true)),
              batch(part(false)));
        });
  }

  @Trap(25)
  @Test
  void filesGoIntoDirectoriesThatExistAndEmptyBatchesHaveDirectories() throws Exception {
    Path parent = Directory.forStreams();
    Table.run(
        table -> {
          JavaDStream<String> stream = table.input(batch(part("new")), batch(), batch(part()));
          stream.foreachRDD(
              (rdd, time) -> {
                Path stale = parent.resolve("out-" + time.milliseconds() + ".txt");
                Files.createDirectories(stale);
                Files.writeString(stale.resolve("part-00000"), "old\n");
                Files.writeString(stale.resolve("part-00001"), "stale\n");
              });
          stream.dstream().saveAsTextFiles(parent + "/out", "txt");
          stream.dstream().saveAsTextFiles(parent + "/empty", "");
          table.batches(3);
          table.afterwards(
              done -> {
                Directory first = Directory.of(parent, "out-" + done.times().get(0) + ".txt");
                assertThat(first.visible()).containsExactly("_SUCCESS", "part-00000", "part-00001");
                assertThat(first.lines("part-00000")).containsExactly("new");
                assertThat(first.lines("part-00001")).containsExactly("stale");
                assertThat(Directory.of(parent, "empty-" + done.times().get(1)).visible())
                    .containsExactly("_SUCCESS");
                assertThat(Directory.of(parent, "empty-" + done.times().get(2)).visible())
                    .containsExactly("_SUCCESS", "part-00000");
              });
        });
  }

  private void failAt(int number, String name, JavaRDD<Integer> rdd) {
    List<Integer> records = rdd.collect();
    journal.add(name + records);
    if (records.contains(number)) {
      throw new IllegalStateException(name + " at " + number);
    }
  }

  private static Batch<Long> zero() {
    return batch(part(0L), part());
  }

  private static Integer counted(Integer number) {
    CALLS.incrementAndGet();
    return number;
  }
}
