// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Two combines make a shuffle; the order of what comes out is compared with genuine Spark's. */
@NullUnmarked // null records are among the cases
class CombineTableTest {

  @Test
  void givesTheKeysOfAShuffleInTheOrderOfGenuineSpark() throws Exception {
    List<Tuple2<String, String>> input =
        GoldenInput.pairs().stream()
            .map(p -> new Tuple2<>(p._1(), String.valueOf(p._2())))
            .toList();

    List<String> output =
        shuffle(input, 3, Aggregator.<String>reduce((x, y) -> x + "," + y), new HashPartitioner(3));

    assertThat(output).isEqualTo(GoldenInput.recorded("reduceByKey-concat.txt"));
  }

  @Test
  void givesNegativeKeysInTheOrderOfGenuineSpark() throws Exception {
    List<String> output =
        shuffle(
            GoldenInput.integers(),
            3,
            Aggregator.<Integer>reduce((x, y) -> x - y),
            new HashPartitioner(4));

    assertThat(output).isEqualTo(GoldenInput.recorded("reduceByKey-integers.txt"));
  }

  @Test
  void keepsANullCombinerAndCallsTheFunctionForTheNextValue() throws Exception {
    CombineTable<String, String, String> table =
        new CombineTable<>(new CombineTable.Merge<>(null, (x, y) -> "" + x + y));

    table.add("a", null);
    table.add("b", "1");
    table.add("a", "2");
    table.add(null, null);
    table.add(null, "3");

    assertThat(toList(table.inSlotOrder()))
        .containsExactlyInAnyOrder(
            new Tuple2<>("a", "null2"), new Tuple2<>("b", "1"), new Tuple2<>(null, "null3"));
  }

  @Test
  void handsOutNothingIfNothingWasAdded() {
    CombineTable<String, String, String> table =
        new CombineTable<>(new CombineTable.Merge<>(null, (x, y) -> x));

    assertThat(table.inSlotOrder()).isExhausted();
    assertThat(table.inHashCodeOrder(key -> 0)).isExhausted();
  }

  @Test
  void sortsByHashCodeFromNegativeToPositive() throws Exception {
    CombineTable<Integer, Integer, Integer> table =
        new CombineTable<>(new CombineTable.Merge<>(null, Integer::sum));
    for (int key : List.of(5, -1, 1000, Integer.MIN_VALUE, 0, Integer.MAX_VALUE)) {
      table.add(key, 1);
    }

    assertThat(toList(table.inHashCodeOrder(key -> 0)).stream().map(Tuple2::_1))
        .containsExactly(Integer.MIN_VALUE, -1, 0, 5, 1000, Integer.MAX_VALUE);
  }

  @Test
  void holdsManyMoreKeysThanItBeganWith() throws Exception {
    CombineTable<Integer, Integer, Integer> table =
        new CombineTable<>(new CombineTable.Merge<>(null, Integer::sum));
    for (int i = 0; i < 200_000; i++) {
      table.add(i % 100_000, i);
    }

    List<Tuple2<Integer, Integer>> pairs = toList(table.inSlotOrder());

    assertThat(pairs).hasSize(100_000);
    assertThat(pairs).allMatch(pair -> pair._2() == 2 * pair._1() + 100_000);
  }

  private static <K, V> List<String> shuffle(
      List<Tuple2<K, V>> input, int slices, Aggregator<V, V> aggregator, Partitioner partitioner)
      throws Exception {
    List<ReduceSideCombine<K, V>> targets = new ArrayList<>();
    for (int i = 0; i < partitioner.numPartitions(); i++) {
      targets.add(new ReduceSideCombine<>(aggregator));
    }
    for (int slice = 0; slice < slices; slice++) {
      MapSideCombine<K, V, V> mapSide = new MapSideCombine<>(aggregator, partitioner);
      mapSide.add(GoldenInput.slice(input, slice, slices).iterator());
      List<List<Tuple2<K, V>>> sent = mapSide.toPartitions();
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).add(sent.get(i).iterator());
      }
    }
    List<String> output = new ArrayList<>();
    targets.forEach(target -> target.result().forEachRemaining(p -> output.add(p.toString())));
    return output;
  }

  private static <T> List<T> toList(Iterator<T> iterator) {
    List<T> list = new ArrayList<>();
    iterator.forEachRemaining(list::add);
    return list;
  }
}
