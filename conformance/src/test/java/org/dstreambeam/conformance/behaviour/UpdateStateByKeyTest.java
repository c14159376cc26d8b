// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * {@code updateStateByKey} in all overloads: which keys are called with what, and what comes out.
 */
class UpdateStateByKeyTest {

  @TempDir private java.nio.file.Path checkpoints;

  /** Keeps what it was called with. */
  private static <V> Function2<List<V>, Optional<String>, Optional<String>> append() {
    return (values, state) -> Optional.of(state.or("") + values);
  }

  private JavaPairDStream<String, Integer> letters(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return table.pairs(
        batch(part(pair("a", 1), pair("b", 2)), part(pair("a", 3), pair("c", 4))),
        batch(part(), part()),
        batch(part(pair("d", 5)), part(pair("a", 6)), part(pair("a", 7))),
        batch());
  }

  private static JavaPairRDD<String, String> initial(Table table) {
    return table
        .context()
        .sparkContext()
        .parallelizePairs(
            List.of(pair("i", "first"), pair("a", "A"), pair("i", "second"), pair("a", "AA")), 3);
  }

  @Trap(10)
  @Test
  void callsOncePerKeyWithAllValuesInTheDefaultParallelism() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f)",
                letters(table).updateStateByKey(append()),
                """
                [(b,[2])] [(a,[1, 3]), (c,[4])]
                [(b,[2][])] [(a,[1, 3][]), (c,[4][])]
                [(d,[5]), (b,[2][][])] [(a,[1, 3][][6, 7]), (c,[4][][])]
                [(d,[5][]), (b,[2][][][])] [(a,[1, 3][][6, 7][]), (c,[4][][][])]
                """));
  }

  @Test
  void takesANumberOfPartitions() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f, 3)",
                letters(table).updateStateByKey(append(), 3),
                """
                [(c,[4])] [(a,[1, 3])] [(b,[2])]
                [(c,[4][])] [(a,[1, 3][])] [(b,[2][])]
                [(c,[4][][])] [(d,[5]), (a,[1, 3][][6, 7])] [(b,[2][][])]
                [(c,[4][][][])] [(d,[5][]), (a,[1, 3][][6, 7][])] [(b,[2][][][])]
                """));
  }

  @Test
  void takesAPartitioner() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f, by letter)",
                letters(table).updateStateByKey(append(), new HashPartitioner(1)),
                """
                [(a,[1, 3]), (b,[2]), (c,[4])]
                [(a,[1, 3][]), (b,[2][]), (c,[4][])]
                [(d,[5]), (a,[1, 3][][6, 7]), (b,[2][][]), (c,[4][][])]
                [(d,[5][]), (a,[1, 3][][6, 7][]), (b,[2][][][]), (c,[4][][][])]
                """));
  }

  @Trap(11)
  @Test
  void keysOfTheInitialRddAreCalledInTheFirstBatchAndTheirFirstStateCounts() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f, 2, initial)",
                letters(table).updateStateByKey(append(), new HashPartitioner(2), initial(table)),
                """
                [(b,[2])] [(a,A[1, 3]), (i,first[]), (c,[4])]
                [(b,[2][])] [(a,A[1, 3][]), (i,first[][]), (c,[4][])]
                [(d,[5]), (b,[2][][])] [(a,A[1, 3][][6, 7]), (i,first[][][]), (c,[4][][])]
                [(d,[5][]), (b,[2][][][])] [(a,A[1, 3][][6, 7][]), (i,first[][][][]), (c,[4][][][])]
                """));
  }

  @Test
  void theInitialRddMayLieWhereTheStateDoes() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f, 2, initial in place)",
                letters(table)
                    .updateStateByKey(
                        append(),
                        new HashPartitioner(2),
                        initial(table).partitionBy(new HashPartitioner(2))),
                """
                [(b,[2])] [(a,A[1, 3]), (i,first[]), (c,[4])]
                [(b,[2][])] [(a,A[1, 3][]), (i,first[][]), (c,[4][])]
                """));
  }

  @Test
  void theInitialRddMayHaveAnotherNumberOfPartitionsOfTheSameKind() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f, 2, initial in 5)",
                letters(table)
                    .updateStateByKey(
                        append(),
                        new HashPartitioner(2),
                        initial(table).partitionBy(new HashPartitioner(5))),
                """
                [(b,[2])] [(a,A[1, 3]), (i,first[]), (c,[4])]
                [(b,[2][])] [(a,A[1, 3][]), (i,first[][]), (c,[4][])]
                """));
  }

  @Test
  void theInitialRddMayBeWithoutPartitions() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f, 2, none)",
                letters(table)
                    .updateStateByKey(
                        append(),
                        new HashPartitioner(2),
                        JavaPairRDD.fromJavaRDD(
                            table.context().sparkContext().<Tuple2<String, String>>emptyRDD())),
                """
                [(b,[2])] [(a,[1, 3]), (c,[4])]
                [(b,[2][])] [(a,[1, 3][]), (c,[4][])]
                """));
  }

  @Test
  void anInitialStateThatIsNullFailsTheBatchAndAllThatFollow() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(f, 2, null)",
                letters(table)
                    .updateStateByKey(
                        append(),
                        new HashPartitioner(2),
                        table
                            .context()
                            .sparkContext()
                            .parallelizePairs(List.of(pair("n", (String) null)))),
                """
                java.lang.NullPointerException
                java.lang.NullPointerException
                java.lang.NullPointerException
                """));
  }

  @Test
  void aKeyThatWasForgottenStartsAnew() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(until called without values)",
                letters(table)
                    .updateStateByKey(
                        (List<Integer> values, Optional<String> state) ->
                            values.isEmpty()
                                ? Optional.empty()
                                : Optional.of(state.or("") + values)),
                """
                [(b,[2])] [(a,[1, 3]), (c,[4])]
                [] []
                [(d,[5])] [(a,[6, 7])]
                [] []
                """));
  }

  @Test
  void keysAndValuesMayBeNull() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          Rows.expect(
              table,
              "updateStateByKey(f)",
              table
                  .<String, Integer>pairs(
                      batch(part(pair(null, 1), pair("a", null)), part(pair(null, null))),
                      batch(part()),
                      batch(part(pair("a", 2), pair(null, 3))))
                  .updateStateByKey(append()),
              """
              [(null,[1, null])] [(a,[null])]
              [(null,[1, null][])] [(a,[null][])]
              [(null,[1, null][][3])] [(a,[null][][2])]
              [(null,[1, null][][3][])] [(a,[null][][2][])]
              """);
        });
  }

  @Test
  void theListOfValuesCannotBeChanged() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "updateStateByKey(tries to change the list)",
                letters(table).updateStateByKey(UpdateStateByKeyTest::refusals),
                """
                [(b,[2] as it was)] [(a,[1, 3] as it was), (c,[4] as it was)]
                [(b,[] as it was)] [(a,[] as it was), (c,[] as it was)]
                """));
  }

  private static Optional<String> refusals(List<Integer> values, Optional<String> state) {
    for (Runnable change :
        List.<Runnable>of(
            () -> values.add(1),
            () -> values.set(0, 1),
            () -> values.remove(0),
            () -> values.iterator().remove())) {
      assertThatThrownBy(change::run).isInstanceOf(RuntimeException.class);
    }
    List<Integer> copy = new ArrayList<>(values);
    assertThat(values).isEqualTo(copy).hasSize(copy.size());
    assertThat(values.hashCode()).isEqualTo(copy.hashCode());
    return Optional.of(copy + " as it was");
  }

  @Test
  void recordsThatLieInTheirPlacesStayThere() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "reduceByKey, updateStateByKey",
                letters(table).reduceByKey(Integer::sum).updateStateByKey(append()),
                """
                [(b,[2])] [(a,[4]), (c,[4])]
                [(b,[2][])] [(a,[4][]), (c,[4][])]
                [(d,[5]), (b,[2][][])] [(a,[4][][13]), (c,[4][][])]
                [(d,[5][]), (b,[2][][][])] [(a,[4][][13][]), (c,[4][][][])]
                """));
  }

  @Test
  void whatComesOutIsPartitionedByKey() throws Exception {
    Table.run(
        table -> {
          List<String> partitioners = new CopyOnWriteArrayList<>();
          letters(table)
              .updateStateByKey(append(), 3)
              .foreachRDD(
                  rdd -> {
                    partitioners.add(rdd.partitioner().get().equals(new HashPartitioner(3)) + "");
                  });
          table.batches(2);
          table.afterwards(done -> assertThat(partitioners).startsWith("true", "true"));
        });
  }

  /** States in lists that grow in place. */
  private static Optional<ArrayList<Integer>> collect(
      List<Integer> values, Optional<ArrayList<Integer>> state) {
    ArrayList<Integer> all = state.or(new ArrayList<>());
    all.addAll(values);
    return Optional.of(all);
  }

  @Test
  void stateThatIsChangedInPlaceDoesNotReachBatchesBefore() throws Exception {
    Table.run(
        table -> {
          List<JavaPairRDD<String, ArrayList<Integer>>> first = new ArrayList<>();
          JavaPairDStream<String, ArrayList<Integer>> lists =
              letters(table).updateStateByKey(UpdateStateByKeyTest::collect, 1);
          Rows.expect(
              table,
              "lists that grow",
              lists,
              """
              [(a,[1, 3]), (b,[2]), (c,[4])]
              [(a,[1, 3]), (b,[2]), (c,[4])]
              [(d,[5]), (a,[1, 3, 6, 7]), (b,[2]), (c,[4])]
              [(d,[5]), (a,[1, 3, 6, 7]), (b,[2]), (c,[4])]
              """);
          table.context().remember(new org.apache.spark.streaming.Duration(60_000));
          List<String> again = new CopyOnWriteArrayList<>();
          lists.foreachRDD(
              rdd -> {
                first.add(rdd);
                again.add(Table.collected(first.get(0)).toString());
              });
          table.afterwards(
              done -> assertThat(List.copyOf(again).subList(0, 4)).containsOnly(again.get(0)));
        });
  }

  @Test
  void whatConsumersChangeDoesNotReachTheState() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, ArrayList<Integer>> lists =
              letters(table).updateStateByKey(UpdateStateByKeyTest::collect, 1);
          Rows.expect(
              table,
              "changed by map",
              lists.mapValues(
                  list -> {
                    list.add(999);
                    return list;
                  }),
              """
              [(a,[1, 3, 999]), (b,[2, 999]), (c,[4, 999])]
              [(a,[1, 3, 999]), (b,[2, 999]), (c,[4, 999])]
              [(d,[5, 999]), (a,[1, 3, 6, 7, 999]), (b,[2, 999]), (c,[4, 999])]
              [(d,[5, 999]), (a,[1, 3, 6, 7, 999]), (b,[2, 999]), (c,[4, 999])]
              """);
          lists.foreachRDD(rdd -> rdd.collect().forEach(pair -> pair._2().clear()));
          lists.foreachRDD(rdd -> rdd.foreach(pair -> pair._2().add(-1)));
          Rows.expect(
              table,
              "lists",
              lists,
              """
              [(a,[1, 3]), (b,[2]), (c,[4])]
              [(a,[1, 3]), (b,[2]), (c,[4])]
              [(d,[5]), (a,[1, 3, 6, 7]), (b,[2]), (c,[4])]
              [(d,[5]), (a,[1, 3, 6, 7]), (b,[2]), (c,[4])]
              """);
        });
  }

  @Test
  void whatTheInitialRddHoldsIsNotChanged() throws Exception {
    Table.run(
        table -> {
          ArrayList<Integer> list = new ArrayList<>(List.of(0));
          Rows.expect(
              table,
              "lists",
              letters(table)
                  .updateStateByKey(
                      UpdateStateByKeyTest::collect,
                      new HashPartitioner(1),
                      table.context().sparkContext().parallelizePairs(List.of(pair("a", list)))),
              """
              [(a,[0, 1, 3]), (b,[2]), (c,[4])]
              [(a,[0, 1, 3]), (b,[2]), (c,[4])]
              [(d,[5]), (a,[0, 1, 3, 6, 7]), (b,[2]), (c,[4])]
              """);
          table.afterwards(done -> assertThat(list).containsExactly(0));
        });
  }

  /** The keys of a batch: some of a hundred, ever others. */
  @SafeVarargs
  private static <K> Batch<Tuple2<K, Integer>> some(int ordinal, K... keys) {
    List<List<Tuple2<K, Integer>>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < keys.length; i++) {
      if ((i * 37 + ordinal * 11) % 10 < 3) {
        partitions.get(i % 2).add(pair(keys[i], ordinal));
      }
    }
    return new Batch<>(List.copyOf(partitions), "");
  }

  /** Forgets a key in the third batch after its last value. */
  private static Optional<Integer> forget(List<Integer> values, Optional<Integer> age) {
    if (!values.isEmpty()) {
      return Optional.of(0);
    }
    return age.get() == 2 ? Optional.empty() : Optional.of(age.get() + 1);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of batches
  private <K> void keysInOrder(String file, K[] keys) throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          Batch<Tuple2<K, Integer>>[] batches =
              IntStream.range(0, 12)
                  .mapToObj(ordinal -> some(ordinal, Arrays.copyOf(keys, 20 + 25 * ordinal)))
                  .toArray(Batch[]::new);
          JavaPairDStream<K, Integer> ages =
              table.pairs(batches).updateStateByKey(UpdateStateByKeyTest::forget, 3);
          Rows.expect(table, "keys", ages.map(Tuple2::_1), Rows.file(file));
        });
  }

  @Test
  void numbersComeInTheOrderOfSparksHashTables() throws Exception {
    keysInOrder(
        "update-state-numbers.txt",
        IntStream.range(0, 320).mapToObj(i -> i * 7919).toArray(Integer[]::new));
  }

  @Test
  void textsComeInTheOrderOfSparksHashTables() throws Exception {
    keysInOrder(
        "update-state-texts.txt",
        IntStream.range(0, 320).mapToObj(i -> "k" + i).toArray(String[]::new));
  }

  @Test
  void knowsItsParent() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> letters = letters(table);
          JavaPairDStream<String, String> states = letters.updateStateByKey(append());
          states.foreachRDD(rdd -> rdd.count());
          assertThat(states.dstream().dependencies().size()).isEqualTo(1);
          assertThat(states.dstream().dependencies().head()).isSameAs(letters.dstream());
          assertThat(states.dstream().slideDuration().milliseconds())
              .isEqualTo(table.batchMillis());
        });
  }
}
