// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.LinkedList;
import org.apache.spark.HashPartitioner;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;

class UnionTest {

  @Test
  void hasThePartitionsOfTheFirstAndThenOfTheSecond() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> first = table.input(batch(part("a"), part("b")), batch(part()));
          JavaDStream<String> second = table.input(batch(part("c")), batch(part("d"), part("e")));
          table.expect(
              "first, second",
              first.union(second),
              batch(part("a"), part("b"), part("c")),
              batch(part(), part("d"), part("e")),
              batch(part(), part()));
          table.expect(
              "second, first",
              second.union(first),
              batch(part("c"), part("a"), part("b")),
              batch(part("d"), part("e"), part()),
              batch(part(), part()));
        });
  }

  @Test
  void keepsDuplicatesAndNulls() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a", null, "a")));
          table.expect(
              "and itself", words.union(words), batch(part("a", null, "a"), part("a", null, "a")));
        });
  }

  @Test
  void dropsStreamsWithoutPartitions() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> first = table.input(batch(), batch(part("a")), batch());
          JavaDStream<String> second = table.input(batch(part("b")), batch(), batch());
          table.expect(
              "union",
              first.union(second),
              batch(part("b")),
              batch(part("a")),
              batch(),
              batch(part(), part()));
        });
  }

  @Test
  void ofTheContextTakesAnyNumberOfStreams() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> first = table.input(batch(part("a")));
          JavaDStream<String> second = table.input(batch(part("b"), part("c")));
          JavaDStream<String> third = table.input(batch(part("d")));
          table.expect("one", table.context().union(first), batch(part("a")), batch(part()));
          table.expect(
              "two",
              table.context().union(first, second),
              batch(part("a"), part("b"), part("c")),
              batch(part(), part()));
          table.expect(
              "three",
              table.context().union(third, second, first),
              batch(part("d"), part("b"), part("c"), part("a")),
              batch(part(), part(), part()));
        });
  }

  @Test
  void ofPairsIsLikeThatOfRecords() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> first = table.pairs(batch(part(pair("a", 1))));
          JavaPairDStream<String, Integer> second =
              table.pairs(batch(part(pair("a", 1)), part(pair(null, 2))));
          table.expect(
              "of the stream",
              first.union(second),
              batch(part(pair("a", 1)), part(pair("a", 1)), part(pair(null, 2))),
              batch(part(), part()));
          table.expect(
              "of the context",
              table.context().union(first, second, first),
              batch(
                  part(pair("a", 1)), part(pair("a", 1)), part(pair(null, 2)), part(pair("a", 1))),
              batch(part(), part(), part()));
        });
  }

  @Test
  void mergesPartitionByPartitionWhatHasEqualPartitioners() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> first =
              table.pairs(batch(part(pair(1, "a"), pair(2, "b"))));
          JavaPairDStream<Integer, String> second = table.pairs(batch(part(pair(1, "c"))));
          JavaPairDStream<Integer, String> firstKeyed = first.reduceByKey(String::concat);
          JavaPairDStream<Integer, String> secondKeyed = second.reduceByKey(String::concat);
          table.expect(
              "equal",
              firstKeyed.union(secondKeyed),
              batch(part(pair(2, "b")), part(pair(1, "a"), pair(1, "c"))),
              batch(part(), part()));
          table.expect(
              "filtered",
              firstKeyed.filter(pair -> pair._1() == 1).union(secondKeyed),
              batch(part(), part(pair(1, "a"), pair(1, "c"))),
              batch(part(), part()));
          table.expect(
              "of other sizes",
              firstKeyed.union(second.reduceByKey(String::concat, 1)),
              batch(part(pair(2, "b")), part(pair(1, "a")), part(pair(1, "c"))),
              batch(part(), part(), part()));
          table.expect(
              "one of them without",
              firstKeyed.union(second),
              batch(part(pair(2, "b")), part(pair(1, "a")), part(pair(1, "c"))),
              batch(part(), part(), part()));
        });
  }

  @Test
  void ofAUnionIsFlat() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> one = table.input(batch(part("a")));
          JavaDStream<String> two = table.input(batch(part("b")));
          table.expect(
              "nested",
              one.union(two).union(one.union(two)),
              batch(part("a"), part("b"), part("a"), part("b")));
        });
  }

  @Test
  void readsAfterANarrowOperationAndAfterAShuffle() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> ones =
              table.pairs(batch(part(pair("a", 1), pair("a", 1)), part(pair("a", 1))));
          table.expect(
              "reduced and not",
              ones.reduceByKey(Integer::sum, new HashPartitioner(1)).union(ones),
              batch(part(pair("a", 3)), part(pair("a", 1), pair("a", 1)), part(pair("a", 1))),
              batch(part(), part()));
          table.expect(
              "count and count",
              ones.count().union(ones.filter(pair -> false).count()),
              batch(part(3L), part(), part(0L), part()));
        });
  }

  @Test
  void failsWithTheStreamThatFails() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> good = table.input(batch(part("1")), batch(part("2")));
          JavaDStream<String> bad =
              good.map(
                  text -> {
                    if (text.equals("1")) {
                      throw new IllegalStateException("one is refused");
                    }
                    return text;
                  });
          table.expect(
              "union",
              good.union(bad),
              failed(new IllegalStateException("one is refused")),
              batch(part("2"), part("2")));
          table.expect("without it", good, batch(part("1")), batch(part("2")));
        });
  }

  @Test
  void ofNoStreamIsRefused() throws Exception {
    Table.run(
        table -> {
          assertThatThrownBy(() -> table.context().<String>union(noStreams()))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Union called on no streams");
        });
  }

  @Test
  void ofStreamsOfTwoContextsIsRefused() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> here = table.input(batch(part("a")));
          JavaStreamingContext other =
              new JavaStreamingContext(
                  table.context().sparkContext(), Durations.milliseconds(table.batchMillis()));
          JavaDStream<String> there = other.queueStream(new LinkedList<>());
          assertThatThrownBy(() -> here.union(there))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Some of the DStreams have different contexts");
          other.stop(false);
        });
  }

  @Test
  void ofStreamsThatSlideApartIsRefused() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")));
          JavaPairDStream<String, Integer> pairs = words.mapToPair(word -> pair(word, 1));
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          String slides = "requirement failed: Some of the DStreams have different slide durations";
          assertThatThrownBy(() -> words.union(words.window(two, two)))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(slides);
          assertThatThrownBy(() -> pairs.window(two, two).union(pairs)).hasMessage(slides);
          assertThatThrownBy(() -> table.context().union(words, words.window(two, two)))
              .hasMessage(slides);
          table.expect("words", words, batch(part("a")));
        });
  }

  @SuppressWarnings("unchecked") // an empty array holds nothing of a wrong type
  private static JavaDStream<String>[] noStreams() {
    return (JavaDStream<String>[]) new JavaDStream<?>[0];
  }
}
