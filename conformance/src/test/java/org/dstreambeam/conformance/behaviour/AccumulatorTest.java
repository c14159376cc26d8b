// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccumulatorTest {
  private static final AtomicInteger CALLS = new AtomicInteger();

  /** An accumulator as programs write them. */
  static class Words extends AccumulatorV2<String, Set<String>> {
    private static final long serialVersionUID = 1L;
    private final Set<String> words = new TreeSet<>();

    @Override
    public boolean isZero() {
      return words.isEmpty();
    }

    @Override
    public Words copy() {
      Words copy = new Words();
      copy.words.addAll(words);
      return copy;
    }

    @Override
    public void reset() {
      words.clear();
    }

    @Override
    public void add(String word) {
      words.add(word);
    }

    @Override
    public void merge(AccumulatorV2<String, Set<String>> other) {
      words.addAll(other.value());
    }

    @Override
    public Set<String> value() {
      return words;
    }
  }

  private JavaSparkContext spark;

  private JavaRDD<Integer> numbers() {
    if (spark == null) {
      spark = new JavaSparkContext(Table.conf());
    }
    return spark.parallelize(List.of(1, 2, 3, 4), 2);
  }

  private LongAccumulator newCounter() {
    numbers();
    return spark.sc().longAccumulator();
  }

  @AfterEach
  void stop() {
    if (spark != null) {
      spark.stop();
    }
  }

  @Test
  void longsSumUpWhatTasksAdd() {
    LongAccumulator counter = newCounter();
    assertThat(counter.isZero()).isTrue();
    assertThat(counter.avg()).isNaN();
    numbers().foreach(number -> counter.add(number));
    assertThat(counter.value()).isEqualTo(10);
    assertThat(counter.sum()).isEqualTo(10);
    assertThat(counter.count()).isEqualTo(4);
    assertThat(counter.avg()).isEqualTo(2.5);
    counter.add((Long) null);
    assertThat(counter.count()).isEqualTo(5);
    counter.reset();
    assertThat(counter.isZero()).isTrue();
  }

  @Test
  void doublesSumUpWhatTasksAdd() {
    numbers();
    DoubleAccumulator sum = spark.sc().doubleAccumulator("halves");
    numbers().foreach(number -> sum.add(number * 0.5));
    assertThat(sum.value()).isEqualTo(5.0);
    assertThat(sum.count()).isEqualTo(4);
    assertThat(sum.avg()).isEqualTo(1.25);
    assertThat(sum.toString())
        .matches("DoubleAccumulator\\(id: \\d+, name: Some\\(halves\\), value: 5.0\\)");
  }

  @Test
  void collectionsGatherWhatTasksAdd() {
    numbers();
    CollectionAccumulator<Integer> all = spark.sc().collectionAccumulator("all");
    numbers().foreach(number -> all.add(number));
    assertThat(all.value()).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThatThrownBy(() -> all.value().add(5)).isInstanceOf(UnsupportedOperationException.class);
    all.reset();
    all.add(null);
    assertThat(all.value()).containsExactly((Integer) null);
  }

  @Test
  void canBeCopiedMergedAndAskedForEverything() {
    numbers();
    LongAccumulator longs = spark.sc().longAccumulator();
    longs.add(3);
    longs.add(Long.valueOf(4));
    LongAccumulator copy = longs.copy();
    longs.merge(copy);
    assertThat(longs.value()).isEqualTo(14);
    assertThat(longs.count()).isEqualTo(4);
    assertThat(copy.value()).isEqualTo(7);
    assertThat(longs.copyAndReset().isZero()).isTrue();
    DoubleAccumulator doubles = spark.sc().doubleAccumulator();
    assertThat(doubles.avg()).isNaN();
    doubles.add(1.5);
    doubles.add(Double.valueOf(0.5));
    DoubleAccumulator other = doubles.copy();
    other.merge(doubles);
    assertThat(other.sum()).isEqualTo(4);
    assertThat(other.count()).isEqualTo(4);
    assertThat(doubles.sum()).isEqualTo(2);
    doubles.reset();
    assertThat(doubles.isZero()).isTrue();
    CollectionAccumulator<String> texts = spark.sc().collectionAccumulator();
    texts.add("a");
    CollectionAccumulator<String> same = texts.copy();
    same.merge(texts);
    assertThat(same.value()).containsExactly("a", "a");
    assertThat(texts.value()).containsExactly("a");
    assertThat(texts.isZero()).isFalse();
    assertThat(texts.copyAndReset().isZero()).isTrue();
  }

  @Test
  void programsCanWriteTheirOwn() {
    numbers();
    Words words = new Words();
    spark.sc().register(words, "words");
    numbers().foreach(number -> words.add("<" + number + ">"));
    assertThat(words.value()).containsExactly("<1>", "<2>", "<3>", "<4>");
    assertThat(words.toString()).matches("Words\\(id: \\d+, name: Some\\(words\\), value: .*");
  }

  @Test
  void mustBeRegisteredOnce() {
    LongAccumulator unknown = new LongAccumulator();
    assertThat(unknown).hasToString("Un-registered Accumulator: LongAccumulator");
    assertThat(unknown.isRegistered()).isFalse();
    assertThat(unknown.isAtDriverSide()).isTrue();
    assertThatThrownBy(unknown::id)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The metadata of this accumulator has not been assigned yet.");
    assertThatThrownBy(() -> numbers().foreach(number -> unknown.add(1)))
        .isInstanceOf(SparkException.class)
        .hasMessage("Task not serializable")
        .hasRootCauseInstanceOf(UnsupportedOperationException.class)
        .hasRootCauseMessage("Accumulator must be registered before send to executor");
    spark.sc().register(unknown);
    assertThat(unknown.isRegistered()).isTrue();
    assertThat(unknown.copy().isRegistered()).isFalse();
    assertThatThrownBy(() -> spark.sc().register(unknown, "again"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot register an Accumulator twice.");
  }

  @Test
  void mergesOnlyItsOwnKind() {
    AccumulatorV2 longs = new LongAccumulator();
    AccumulatorV2 doubles = new DoubleAccumulator();
    assertThatThrownBy(() -> longs.merge(doubles))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "Cannot merge org.apache.spark.util.LongAccumulator with"
                + " org.apache.spark.util.DoubleAccumulator");
  }

  @Test
  void copiesMustStartAtZero() {
    numbers();
    Words stubborn =
        new Words() {
          @Override
          public Words copyAndReset() {
            return copy();
          }
        };
    spark.sc().register(stubborn);
    stubborn.add("x");
    assertThatThrownBy(() -> numbers().foreach(number -> stubborn.add("y")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("assertion failed: copyAndReset must return a zero value copy");
  }

  @Test
  void aTaskSeesWhatItAddedItselfAlsoInAnotherFunction() {
    LongAccumulator counter = newCounter();
    counter.add(100);
    List<String> seen =
        numbers()
            .map(
                number -> {
                  counter.add(1);
                  return number;
                })
            .map(number -> counter.value() + " " + counter.isAtDriverSide())
            .collect();
    assertThat(seen).containsExactly("1 false", "2 false", "1 false", "2 false");
    assertThat(counter.value()).isEqualTo(104);
  }

  @Test
  void countsPerExecution() {
    LongAccumulator counter = newCounter();
    JavaRDD<Integer> counted =
        numbers()
            .map(
                number -> {
                  counter.add(1);
                  return number;
                });
    assertThat(counter.value()).isZero();
    counted.count();
    counted.count();
    assertThat(counter.value()).isEqualTo(8);
    counted.take(1);
    assertThat(counter.value()).isEqualTo(9);
    counted.cache().count();
    counted.count();
    assertThat(counter.value()).isEqualTo(13);
  }

  @Test
  void aShuffleThatIsThereIsNotCountedAgain() {
    LongAccumulator mapped = newCounter();
    LongAccumulator reduced = newCounter();
    JavaPairRDD<Integer, Integer> sums =
        numbers()
            .mapToPair(
                number -> {
                  mapped.add(1);
                  return pair(number % 2, number);
                })
            .reduceByKey(
                (a, b) -> {
                  reduced.add(1);
                  return a + b;
                });
    sums.count();
    assertThat(mapped.value()).isEqualTo(4);
    assertThat(reduced.value()).isEqualTo(2);
    sums.count();
    assertThat(mapped.value()).isEqualTo(4);
    assertThat(reduced.value()).isEqualTo(4);
  }

  @Test
  void aTaskThatFailsAddsNothing() {
    LongAccumulator counter = newCounter();
    JavaRDD<Integer> onePartition = spark.parallelize(List.of(1, 2, 3), 1);
    assertThatThrownBy(
            () ->
                onePartition.foreach(
                    number -> {
                      counter.add(1);
                      if (number == 3) {
                        throw new IllegalArgumentException("three");
                      }
                    }))
        .hasRootCauseMessage("three");
    assertThat(counter.value()).isZero();
  }

  @Test
  void whatMergeThrowsIsNoFailureOfTheJob() {
    numbers();
    AccumulatorV2<String, Set<String>> broken =
        new Words() {
          @Override
          public Words copy() {
            return new Words();
          }

          @Override
          public void merge(AccumulatorV2<String, Set<String>> other) {
            throw new IllegalStateException("merge");
          }
        };
    spark.sc().register(broken);
    numbers().foreach(number -> broken.add("x"));
    assertThat(broken.value()).isEmpty();
  }

  @Test
  void operationsOfStreamsAddWhatDriverFunctionsRead() throws Exception {
    List<Boolean> enough = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          LongAccumulator sum = table.context().sparkContext().sc().longAccumulator();
          JavaDStream<Integer> counted =
              table
                  .input(batch(part(1, 2), part(3)), batch(), batch(part(4)))
                  .map(
                      number -> {
                        sum.add(number);
                        return number;
                      });
          long[] total = {0};
          counted.foreachRDD(
              rdd -> {
                total[0] += rdd.collect().stream().mapToInt(Integer::intValue).sum();
                enough.add(sum.value() >= total[0]);
              });
          table.batches(4);
          table.afterwards(
              done -> {
                assertThat(enough).doesNotContain(false);
                assertThat(sum.value()).isEqualTo(10);
                assertThat(sum.count()).isEqualTo(4);
              });
        });
  }

  @Test
  void bothSidesOfAShuffleOfAStreamAdd() throws Exception {
    Table.run(
        table -> {
          LongAccumulator merged = table.context().sparkContext().sc().longAccumulator();
          table.expect(
              "sums",
              table
                  .pairs(batch(part(pair("a", 1), pair("a", 2)), part(pair("a", 3))))
                  .reduceByKey(
                      (x, y) -> {
                        merged.add(1);
                        return x + y;
                      },
                      1),
              batch(part(pair("a", 6))));
          table.afterwards(done -> assertThat(merged.value()).isEqualTo(2));
        });
  }

  @Test
  void aTaskOfAStreamThatFailsAddsNothing() throws Exception {
    CALLS.set(0);
    Table.run(
        table -> {
          LongAccumulator counter = table.context().sparkContext().sc().longAccumulator();
          table
              .input(batch(part("1", "x")), batch(part("2")))
              .map(
                  text -> {
                    counter.add(1);
                    CALLS.incrementAndGet();
                    return Integer.valueOf(text);
                  })
              .foreachRDD(rdd -> rdd.count());
          table.batches(2);
          table.afterwards(
              done -> {
                assertThat(CALLS).hasValue(3);
                assertThat(counter.value()).isEqualTo(1);
              });
        });
  }

  /** Counts words, and hands their number back with them. */
  static class CountedWords extends Words {
    private static final long serialVersionUID = 1L;

    @Override
    public CountedWords copy() {
      CountedWords copy = new CountedWords();
      value().forEach(copy::add);
      return copy;
    }

    @Override
    public AccumulatorV2<String, Set<String>> withBufferSerialized() {
      add(value().size() + " words");
      return this;
    }
  }

  @Test
  void whatATaskHandsBackIsForTheAccumulatorToSay() {
    numbers();
    CountedWords words = new CountedWords();
    spark.sc().register(words, "words");
    spark.parallelize(List.of("a", "b", "c"), 2).foreach(words::add);
    assertThat(words.value()).containsExactly("1 words", "2 words", "a", "b", "c");
  }
}
