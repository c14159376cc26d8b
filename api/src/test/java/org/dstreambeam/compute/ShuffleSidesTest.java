// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class ShuffleSidesTest {

  private static final Aggregator<Integer, Integer> SUM = Aggregator.reduce(Integer::sum);

  @Test
  void mapSideCombinesAcrossEverythingThatWasAdded() throws Exception {
    MapSideCombine<String, Integer, Integer> side =
        new MapSideCombine<>(SUM, new HashPartitioner(2));

    side.add(List.of(pair("a", 1), pair("b", 2)).iterator());
    side.add(List.of(pair("a", 3)).iterator());

    assertThat(side.toPartitions()).containsExactly(List.of(pair("b", 2)), List.of(pair("a", 4)));
  }

  @Test
  void mapSideGivesAnEmptyListWhereNothingGoes() throws Exception {
    MapSideCombine<String, Integer, Integer> side =
        new MapSideCombine<>(SUM, new HashPartitioner(3));

    assertThat(side.toPartitions()).containsExactly(List.of(), List.of(), List.of());
  }

  @Test
  void mapSideAsksThePartitionerAboutTheNullKey() throws Exception {
    Partitioner nullsLast =
        new Partitioner() {
          @Override
          public int numPartitions() {
            return 2;
          }

          @Override
          public int getPartition(@Nullable Object key) {
            return key == null ? 1 : 0;
          }
        };
    MapSideCombine<String, Integer, Integer> side = new MapSideCombine<>(SUM, nullsLast);

    side.add(List.of(pair(null, 1), pair("a", 1), pair(null, 1)).iterator());

    assertThat(side.toPartitions()).containsExactly(List.of(pair("a", 1)), List.of(pair(null, 2)));
  }

  @Test
  void mapSideDoesNotCallTheFunctionForASingleValue() throws Exception {
    Aggregator<Integer, Integer> failing =
        Aggregator.reduce(
            (x, y) -> {
              throw new AssertionError("called for " + x + " and " + y);
            });
    MapSideCombine<String, Integer, Integer> side =
        new MapSideCombine<>(failing, new HashPartitioner(1));

    side.add(List.of(pair("a", 1), pair("b", 2)).iterator());

    assertThat(side.toPartitions().get(0)).hasSize(2);
  }

  @Test
  void mapSideUsesCreateCombinerForTheFirstValueOnly() throws Exception {
    Aggregator<Integer, List<Integer>> lists =
        new Aggregator<>(
            TaskFunction.of(value -> new ArrayList<>(List.of(-value))),
            TaskFunction.of(
                (list, value) -> {
                  list.add(value);
                  return list;
                }),
            TaskFunction.of((left, right) -> left));
    MapSideCombine<String, Integer, List<Integer>> side =
        new MapSideCombine<>(lists, new HashPartitioner(1));

    side.add(List.of(pair("a", 1), pair("a", 2), pair("a", 3)).iterator());

    assertThat(side.toPartitions().get(0)).containsExactly(new Tuple2<>("a", List.of(-1, 2, 3)));
  }

  @Test
  void exceptionsOfTheFunctionPassUnchanged() {
    MapSideCombine<String, Integer, Integer> side =
        new MapSideCombine<>(
            Aggregator.reduce(
                (x, y) -> {
                  throw new CheckedFailure();
                }),
            new HashPartitioner(1));

    assertThatThrownBy(() -> side.add(List.of(pair("a", 1), pair("a", 2)).iterator()))
        .isExactlyInstanceOf(CheckedFailure.class);
  }

  @Test
  void reduceSideMergesInTheOrderOfTheMapSides() throws Exception {
    ReduceSideCombine<String, String> side =
        new ReduceSideCombine<>(Aggregator.<String>reduce((x, y) -> x + y));

    side.add(List.of(new Tuple2<>("k", "1"), new Tuple2<>("l", "x")).iterator());
    side.add(List.<Tuple2<String, String>>of().iterator());
    side.add(List.of(new Tuple2<>("k", "2")).iterator());
    side.add(List.of(new Tuple2<>("k", "3")).iterator());

    assertThat(side.result())
        .toIterable()
        .containsExactlyInAnyOrder(new Tuple2<>("k", "123"), new Tuple2<>("l", "x"));
  }

  @Test
  void reduceSideGivesNothingForNothing() {
    assertThat(new ReduceSideCombine<>(SUM).result()).isExhausted();
  }

  @Test
  void inPlaceCombineReadsItsInputWhenItIsApplied() throws Exception {
    Iterator<Tuple2<String, Integer>> result =
        new CombineShuffle<String, Integer, Integer>(SUM, new HashPartitioner(1))
            .inPlace(List.of(pair("a", 1), pair("a", 2), pair(null, 3)).iterator());

    assertThat(result).toIterable().containsExactly(pair(null, 3), pair("a", 3));
  }

  private static Tuple2<String, Integer> pair(@Nullable String key, int value) {
    return new Tuple2<>(key, value);
  }

  private static final class CheckedFailure extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
