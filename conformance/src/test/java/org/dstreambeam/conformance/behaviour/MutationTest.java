// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;

/** Programs that change records, results and what their functions captured. */
class MutationTest {

  @Test
  void aMapInPlaceOnOneBranchIsNotSeenOnTheOther() throws Exception {
    Table.run(
        table -> {
          JavaDStream<List<String>> lists =
              table.input(batch(part("a"), part("b"))).map(word -> list(word));
          table.expect("before", lists, batch(part(list("a")), part(list("b"))));
          table.expect(
              "with x",
              lists.map(list -> added(list, "x")),
              batch(part(list("a", "x")), part(list("b", "x"))));
          table.expect(
              "with y",
              lists.map(list -> added(list, "y")),
              batch(part(list("a", "y")), part(list("b", "y"))));
          table.expect("after", lists, batch(part(list("a")), part(list("b"))));
        });
  }

  @Test
  void aMapInPlaceOfWhatTheQueueHoldsIsNotSeenOnTheOtherBranch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<List<String>> lists = table.input(batch(part(list("a"), list("b"))));
          table.expect(
              "with x",
              lists.map(list -> added(list, "x")),
              batch(part(list("a", "x"), list("b", "x"))));
          table.expect("as it was", lists, batch(part(list("a"), list("b"))));
        });
  }

  @Test
  void aFilterThatChangesRecordsChangesThemForItsOwnBranch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<List<String>> lists = table.input(batch(part("a"))).map(word -> list(word));
          table.expect("filter", lists.filter(list -> list.add("x")), batch(part(list("a", "x"))));
          table.expect("other", lists, batch(part(list("a"))));
        });
  }

  @Test
  void aReduceInPlaceOnOneBranchIsNotSeenOnTheOther() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, List<String>> pairs =
              table.pairs(
                  batch(part(pair(1, list("a")), pair(1, list("b"))), part(pair(1, list("c")))),
                  batch(part(pair(1, list("d")))));
          table.expect(
              "joined",
              pairs.reduceByKey(MutationTest::joined, 1),
              batch(part(pair(1, list("a", "b", "c")))),
              batch(part(pair(1, list("d")))));
          table.expect(
              "joined again",
              pairs.reduceByKey(MutationTest::joined, 1),
              batch(part(pair(1, list("a", "b", "c")))),
              batch(part(pair(1, list("d")))));
          table.expect(
              "as they were",
              pairs,
              batch(part(pair(1, list("a")), pair(1, list("b"))), part(pair(1, list("c")))),
              batch(part(pair(1, list("d")))));
        });
  }

  @Test
  void aUnionWithItselfHasTwoOfEachRecord() throws Exception {
    Table.run(
        table -> {
          JavaDStream<List<String>> lists = table.input(batch(part("a"))).map(word -> list(word));
          table.expect(
              "each with its own x",
              lists.union(lists).map(list -> added(list, "x")),
              batch(part(list("a", "x")), part(list("a", "x"))));
        });
  }

  @Test
  void listsThatAreKeptAfterCollectStayAsTheyAre() throws Exception {
    Table.run(
        table -> {
          List<List<List<String>>> kept = new CopyOnWriteArrayList<>();
          JavaDStream<List<String>> lists =
              table.input(batch(part("a")), batch(part("b"))).map(word -> list(word));
          lists.foreachRDD(rdd -> kept.add(rdd.collect()));
          lists.foreachRDD(rdd -> rdd.collect().forEach(list -> list.add("changed")));
          lists.foreachRDD(rdd -> kept.add(rdd.collect()));
          table.batches(2);
          table.afterwards(
              done ->
                  assertThat(kept)
                      .startsWith(
                          List.of(list("a")),
                          List.of(list("a")),
                          List.of(list("b")),
                          List.of(list("b"))));
        });
  }

  @Test
  void eachActionOfADriverFunctionHasRecordsOfItsOwn() throws Exception {
    Table.run(
        table -> {
          List<String> seen = new CopyOnWriteArrayList<>();
          table
              .input(batch(part("a"), part("b")))
              .map(word -> list(word))
              .foreachRDD(
                  rdd -> {
                    rdd.collect().get(0).add("first");
                    rdd.foreach(list -> list.add("second"));
                    rdd.map(list -> added(list, "third")).count();
                    seen.add("" + rdd.take(2) + rdd.collect());
                  });
          table.afterwards(done -> assertThat(seen).startsWith("[[a], [b]][[a], [b]]"));
        });
  }

  @Test
  void theDefaultRddOfAQueueIsTheSameInEveryBatch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<List<String>> lists =
              table
                  .context()
                  .queueStream(
                      table.<List<String>>queue(), true, table.rdd(batch(part(list("a")))));
          table.expect(
              "one x",
              lists.map(list -> added(list, "x")),
              batch(part(list("a", "x"))),
              batch(part(list("a", "x"))),
              batch(part(list("a", "x"))));
        });
  }

  @Test
  void aCapturedCounterStartsAfreshInEachTask() throws Exception {
    Table.run(
        table -> {
          int[] counter = {10};
          JavaDStream<String> words =
              table.input(batch(part("a", "b"), part("c"), part("d", "e")), batch(part("f")));
          table.expect(
              "numbered",
              words.map(word -> word + counter[0]++),
              batch(part("a10", "b11"), part("c10"), part("d10", "e11")),
              batch(part("f10")));
          table.afterwards(done -> assertThat(counter[0]).isEqualTo(10));
        });
  }

  @Test
  void aCapturedCounterOfAReduceStartsAfreshInEachTask() throws Exception {
    Table.run(
        table -> {
          int[] calls = {0};
          table.expect(
              "with the number of the call",
              table
                  .pairs(
                      batch(
                          part(pair(1, "a"), pair(1, "b"), pair(1, "c")),
                          part(pair(1, "d"), pair(1, "e"))))
                  .reduceByKey((left, right) -> left + ++calls[0] + right, 1),
              batch(part(pair(1, "a1b2c1d1e"))));
        });
  }

  @Test
  void aCapturedListIsTheTasksOwn() throws Exception {
    Table.run(
        table -> {
          List<String> seen = new ArrayList<>();
          table.expect(
              "seen so far",
              table
                  .input(batch(part("a", "b"), part("c")))
                  .map(word -> added(seen, word).toString()),
              batch(part("[a]", "[a, b]"), part("[c]")));
          table.afterwards(done -> assertThat(seen).isEmpty());
        });
  }

  @Test
  void whatIsChangedBetweenDeclarationAndStartIsSeenByTheTasks() throws Exception {
    Table.run(
        table -> {
          List<String> stopWords = list();
          int[] added = {0};
          JavaDStream<String> words = table.input(batch(part("a", "b")), batch(part("b", "c")));
          table.expect(
              "filtered",
              words.filter(word -> !stopWords.contains(word)),
              batch(part("b")),
              batch(part("b", "c")));
          table.expect(
              "reduced",
              words
                  .mapToPair(word -> pair(1, added[0]))
                  .reduceByKey((left, right) -> left + right + added[0], 1),
              batch(part(pair(1, 300))),
              batch(part(pair(1, 300))));
          stopWords.add("a");
          added[0] = 100;
        });
  }

  private static List<String> list(String... words) {
    return new ArrayList<>(Arrays.asList(words));
  }

  private static List<String> added(List<String> list, String word) {
    list.add(word);
    return list;
  }

  private static List<String> joined(List<String> left, List<String> right) {
    left.addAll(right);
    return left;
  }
}
