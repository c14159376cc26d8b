// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;

class ForeachRddTest {
  private final List<String> journal = new CopyOnWriteArrayList<>();

  @Test
  void isCalledOncePerBatchInBothForms() throws Exception {
    List<Time> given = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a"), part("b")), batch());
          words.foreachRDD(rdd -> journal.add(rdd.collect() + " of " + rdd.getNumPartitions()));
          words.foreachRDD(
              (rdd, time) -> {
                journal.add(rdd.count() + " counted");
                given.add(time);
              });
          table.batches(3);
          table.afterwards(
              done -> {
                assertThat(journal)
                    .startsWith(
                        "[a, b] of 2", "2 counted", "[] of 0", "0 counted", "[] of 1", "0 counted");
                assertThat(List.copyOf(given).subList(0, 3))
                    .extracting(Time::milliseconds)
                    .isEqualTo(done.times());
              });
        });
  }

  @Test
  void ofPairsGivesAnRddOfPairs() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs =
              table.pairs(batch(part(pair("a", 1), pair("b", 2)), part(pair("a", 3))));
          pairs.foreachRDD(
              rdd -> {
                journal.add("" + rdd.reduceByKey(Integer::sum, 1).lookup("a"));
                journal.add("" + rdd.filter(pair -> pair._2() > 2).collect());
                Map<String, Integer> map = rdd.reduceByKey(Integer::sum, 1).collectAsMap();
                journal.add(map.get("a") + " " + map.get("b"));
              });
          pairs.foreachRDD((rdd, time) -> journal.add("" + rdd.values().reduce(Integer::sum)));
          table.afterwards(done -> assertThat(journal).startsWith("[4]", "[(a,3)]", "4 2", "6"));
        });
  }

  @Test
  void mayRunAnyNumberOfActions() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part(3, 1), part(2)), batch(part()))
              .foreachRDD(
                  rdd -> {
                    if (rdd.isEmpty()) {
                      journal.add("empty");
                      return;
                    }
                    for (int bound = 1; bound <= 3; bound++) {
                      int from = bound;
                      journal.add("" + rdd.filter(number -> number >= from).count());
                    }
                    journal.add("" + rdd.take(2) + rdd.first() + rdd.reduce(Math::max));
                  });
          table.batches(2);
          table.afterwards(
              done -> assertThat(journal).startsWith("3", "2", "1", "[3, 1]33", "empty"));
        });
  }

  @Test
  void mayMakeRddsOfItsOwn() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part("a")), batch(part("b")))
              .foreachRDD(
                  rdd -> {
                    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rdd.context());
                    JavaRDD<String> other = spark.parallelize(List.of("x", "y"), 2);
                    journal.add(
                        rdd.union(other).collect() + " " + rdd.union(other).getNumPartitions());
                  });
          table.batches(2);
          table.afterwards(done -> assertThat(journal).startsWith("[a, x, y] 3", "[b, x, y] 3"));
        });
  }

  @Test
  void seesAndChangesVariablesOfTheProgram() throws Exception {
    Table.run(
        table -> {
          long[] total = {0};
          Object notSerializable = new Object();
          JavaDStream<Integer> numbers = table.input(batch(part(1, 2)), batch(part(3)));
          numbers.foreachRDD(
              rdd -> {
                assertThat(notSerializable).isNotNull();
                total[0] += rdd.isEmpty() ? 0 : rdd.reduce(Integer::sum);
              });
          table.batches(2);
          table.afterwards(done -> assertThat(total[0]).isEqualTo(6));
        });
  }

  @Test
  void isCalledInOrderOfDeclarationBatchAfterBatch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")), batch(part("b")));
          words.map(word -> word + "0").foreachRDD(rdd -> journal.add("0" + rdd.collect()));
          words.count().foreachRDD(rdd -> journal.add("1" + rdd.collect()));
          words.foreachRDD(rdd -> journal.add("2" + rdd.collect()));
          table.batches(2);
          table.afterwards(
              done ->
                  assertThat(journal).startsWith("0[a0]", "1[1]", "2[a]", "0[b0]", "1[1]", "2[b]"));
        });
  }

  @Test
  void mayThrowCheckedExceptionsWhichAwaitTerminationThrows() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")), batch(part("b")));
          words.foreachRDD(
              rdd -> {
                if (rdd.collect().contains("a")) {
                  throw new IOException("no room for a");
                }
                journal.add("" + rdd.collect());
              });
          table.batches(2);
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("[b]");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no room for a");
              });
        });
  }

  @Test
  void findsThatAnEmptyBatchHasNoFirstRecord() throws Exception {
    Table.run(
        table -> {
          table
              .<String>input(batch(part(), part()))
              .foreachRDD(
                  rdd -> {
                    assertThatThrownBy(rdd::first)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage("empty collection");
                    assertThatThrownBy(() -> rdd.reduce(String::concat))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage("empty collection");
                    journal.add("checked");
                  });
          table.afterwards(done -> assertThat(journal).contains("checked"));
        });
  }

  @Test
  void mayKeepTheRddOfABatch() throws Exception {
    Table.run(
        table -> {
          List<JavaRDD<Integer>> kept = new CopyOnWriteArrayList<>();
          table
              .input(batch(part(1)), batch(part(2), part(3)))
              .map(n -> n * 10)
              .foreachRDD(rdd -> kept.add(rdd));
          table.batches(3);
          table.afterwards(
              done -> {
                assertThat(Table.collected(kept.get(1))).isEqualTo(batch(part(20), part(30)));
                assertThat(Table.collected(kept.get(0))).isEqualTo(batch(part(10)));
              });
        });
  }

  @Test
  void ofNullIsTakenAndFailsEachBatch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")), batch());
          words.foreachRDD((VoidFunction<JavaRDD<String>>) null);
          words.foreachRDD(rdd -> journal.add("behind " + rdd.collect()));
          table.until(() -> journal.size() >= 2);
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("behind [a]", "behind []");
                assertFailedByNull(done);
              });
        });
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")));
          words.foreachRDD((VoidFunction2<JavaRDD<String>, Time>) null);
          table.afterwards(ForeachRddTest::assertFailedByNull);
        });
  }

  @Test
  void ofPairsOfNullIsTakenAndFailsEachBatch() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs = table.pairs(batch(part(pair("a", 1))));
          pairs.foreachRDD((VoidFunction<JavaPairRDD<String, Integer>>) null);
          table.afterwards(ForeachRddTest::assertFailedByNull);
        });
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs = table.pairs(batch(part(pair("a", 1))));
          pairs.foreachRDD((VoidFunction2<JavaPairRDD<String, Integer>, Time>) null);
          table.afterwards(ForeachRddTest::assertFailedByNull);
        });
  }

  private static void assertFailedByNull(Table done) {
    assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
        .isInstanceOf(NullPointerException.class);
    assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
  }
}
