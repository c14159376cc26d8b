// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** {@code sortByKey}, {@code repartitionAndSortWithinPartitions}, {@code filterByRange} of RDDs. */
class SortByKeyRddTest extends RddProgram {

  private static final String UP_IN_TWO =
      "[(0,0), (1,7), (2,2), (3,9), (4,4), (5,11)] [(6,6), (7,1), (8,8), (9,3), (10,10), (11,5)]";
  private static final String DOWN_IN_THREE =
      "[(11,5), (10,10), (9,3), (8,8)] [(7,1), (6,6), (5,11), (4,4)] [(3,9), (2,2), (1,7), (0,0)]";

  /** The keys 0 to 11, shuffled. */
  private static JavaPairRDD<Integer, Integer> twelve() {
    List<Tuple2<Integer, Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      pairs.add(new Tuple2<>(i * 7 % 12, i));
    }
    return context().parallelizePairs(pairs, 3);
  }

  private static JavaPairRDD<String, Integer> words() {
    return pairs(2, pair("b", 1), pair("a", 2), pair("b", 3), pair("a", 4), pair("c", 5));
  }

  @Test
  void sortsOverAllPartitions() {
    assertThat(layout(twelve().sortByKey()))
        .isEqualTo(
            "[(0,0), (1,7), (2,2), (3,9)] [(4,4), (5,11), (6,6), (7,1)]"
                + " [(8,8), (9,3), (10,10), (11,5)]");
    assertThat(layout(twelve().sortByKey(false))).isEqualTo(DOWN_IN_THREE);
    assertThat(layout(twelve().sortByKey(true, 2))).isEqualTo(UP_IN_TWO);
    assertThat(partitioner(twelve().sortByKey())).isEqualTo("RangePartitioner(3)");
  }

  @Test
  void sortsByAComparator() {
    assertThat(layout(twelve().sortByKey(new Falling()))).isEqualTo(DOWN_IN_THREE);
    assertThat(layout(twelve().sortByKey(new Falling(), true))).isEqualTo(DOWN_IN_THREE);
    assertThat(layout(twelve().sortByKey(new Falling(), false, 2))).isEqualTo(UP_IN_TWO);
  }

  @Test
  void keepsPairsOfEqualKeysInOrderAndTogether() {
    assertThat(layout(words().sortByKey())).isEqualTo("[(a,2), (a,4), (b,1), (b,3)] [(c,5)]");
    assertThat(layout(words().sortByKey(false))).isEqualTo("[(c,5)] [(b,1), (b,3), (a,2), (a,4)]");
  }

  @Test
  void givesNoMorePartitionsThanThereAreKeysButAlwaysOne() {
    assertThat(twelve().sortByKey(true, 20).getNumPartitions()).isEqualTo(12);
    assertThat(twelve().sortByKey(true, 0).getNumPartitions()).isEqualTo(1);
    assertThat(layout(words().filter(pair -> false).sortByKey())).isEqualTo("[]");
    assertThat(layout(RddProgram.<Integer, Integer>noPartitions().sortByKey())).isEqualTo("[]");
    assertThatThrownBy(() -> twelve().sortByKey(true, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Number of partitions cannot be negative but found -1.");
  }

  @Test
  void findsTheSameBoundsInTheSameSample() {
    // The sample depends on the identifiers of RDDs: a context of its own.
    stop();
    try (JavaSparkContext fresh = new JavaSparkContext(Table.conf())) {
      List<Tuple2<Integer, Integer>> many = new ArrayList<>();
      Random random = new Random(7);
      for (int i = 0; i < 20_000; i++) {
        many.add(new Tuple2<>(random.nextInt(10_000), i));
      }
      JavaPairRDD<Integer, Integer> even = fresh.parallelizePairs(many, 4);
      assertThat(sizes(even.sortByKey())).containsExactly(3943, 4856, 5857, 5344);
      assertThat(sizes(even.sortByKey(false, 7)))
          .containsExactly(2473, 2792, 2879, 2684, 2734, 3158, 3280);
      JavaPairRDD<Integer, Integer> lopsided =
          fresh.parallelizePairs(many.subList(0, 40), 30).union(fresh.parallelizePairs(many, 1));
      assertThat(sizes(lopsided.sortByKey(false, 6))).hasSize(6);
    } finally {
      start();
    }
  }

  private static List<Integer> sizes(JavaPairRDD<Integer, Integer> pairs) {
    return pairs
        .mapPartitions(
            records -> {
              int size = 0;
              for (; records.hasNext(); records.next()) {
                size++;
              }
              return List.of(size).iterator();
            })
        .collect();
  }

  @Test
  void samplesWhenItIsDeclared() {
    JavaPairRDD<Integer, Integer> failing =
        twelve()
            .mapToPair(
                pair -> {
                  if (pair._1() == 3) {
                    throw new IllegalStateException("three");
                  }
                  return pair;
                });
    assertThatThrownBy(failing::sortByKey)
        .isInstanceOf(SparkException.class)
        .hasRootCauseMessage("three");
    assertThatCode(() -> failing.sortByKey(true, 1)).doesNotThrowAnyException();
  }

  @Test
  void needsKeysThatCanBeCompared() {
    JavaPairRDD<List<Integer>, Integer> lists =
        twelve().mapToPair(pair -> new Tuple2<>(List.of(pair._1()), 1));
    assertThatThrownBy(lists::sortByKey)
        .isInstanceOf(ClassCastException.class)
        .hasMessageContaining("cannot be cast to class java.lang.Comparable");
    JavaPairRDD<List<Integer>, Integer> inOne = lists.sortByKey(true, 1);
    assertThatThrownBy(inOne::collect)
        .isInstanceOf(SparkException.class)
        .hasRootCauseInstanceOf(ClassCastException.class);
    JavaPairRDD<Integer, Integer> nulls = pairs(2, pair(null, 1), pair(1, 2), pair(2, 3));
    assertThatThrownBy(nulls::sortByKey).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nulls.sortByKey(true, 1).collect())
        .isInstanceOf(SparkException.class)
        .hasRootCauseInstanceOf(NullPointerException.class);
  }

  @Test
  void failsWithWhatTheComparatorThrows() {
    assertThatThrownBy(() -> twelve().sortByKey(new Refusing()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("not compared");
    assertThatThrownBy(() -> twelve().sortByKey(new Refusing(), true, 1).collect())
        .isInstanceOf(SparkException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  private static final class Refusing implements Comparator<Integer>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Integer first, Integer second) {
      throw new IllegalStateException("not compared: " + first + second);
    }
  }

  @Test
  void refusesAComparatorThatIsNotSerialisable() {
    assertThatThrownBy(() -> twelve().sortByKey((x, y) -> x - y).collect())
        .isInstanceOf(SparkException.class)
        .hasMessage("Task not serializable");
  }

  @Test
  @Deviation("A comparator that cannot travel is refused where it is given")
  void refusesSuchAComparatorWhenItIsDeclared() {
    assertThatThrownBy(() -> twelve().sortByKey((x, y) -> x - y))
        .isInstanceOf(SparkException.class)
        .hasMessage("Task not serializable");
  }

  @Test
  void hasPartitionersThatAreEqualIfTheirRangesAre() {
    Partitioner up = twelve().sortByKey().partitioner().get();
    assertThat(twelve().sortByKey().partitioner().get()).isEqualTo(up).hasSameHashCodeAs(up);
    assertThat(twelve().sortByKey(false).partitioner().get()).isNotEqualTo(up);
    assertThat(twelve().sortByKey(true, 2).partitioner().get()).isNotEqualTo(up);
    assertThat(up.getPartition(-5)).isZero();
    assertThat(up.getPartition(3)).isZero();
    assertThat(up.getPartition(4)).isEqualTo(1);
    assertThat(up.getPartition(99)).isEqualTo(2);
  }

  @Test
  void sortsEveryPartitionOfAPartitioner() {
    String up =
        "[(0,0), (2,2), (4,4), (6,6), (8,8), (10,10)] [(1,7), (3,9), (5,11), (7,1), (9,3), (11,5)]";
    Partitioner two = new HashPartitioner(2);
    assertThat(layout(twelve().repartitionAndSortWithinPartitions(two))).isEqualTo(up);
    assertThat(layout(twelve().partitionBy(two).repartitionAndSortWithinPartitions(two)))
        .isEqualTo(up);
    assertThat(layout(twelve().repartitionAndSortWithinPartitions(two, new Falling())))
        .isEqualTo(
            "[(10,10), (8,8), (6,6), (4,4), (2,2), (0,0)]"
                + " [(11,5), (9,3), (7,1), (5,11), (3,9), (1,7)]");
    assertThat(layout(words().repartitionAndSortWithinPartitions(new HashPartitioner(1))))
        .isEqualTo("[(a,2), (a,4), (b,1), (b,3), (c,5)]");
    assertThat(partitioner(twelve().repartitionAndSortWithinPartitions(two)))
        .isEqualTo("HashPartitioner(2)");
  }

  @Test
  void filtersARangeOfKeys() {
    assertThat(layout(twelve().filterByRange(3, 7)))
        .isEqualTo("[(7,1)] [(4,4), (6,6)] [(3,9), (5,11)]");
    assertThat(layout(twelve().filterByRange(7, 3))).isEqualTo("[] [] []");
    assertThat(layout(twelve().filterByRange(new Falling(), 7, 6))).isEqualTo("[(7,1)] [(6,6)] []");
    assertThat(partitioner(twelve().filterByRange(3, 7))).isEqualTo("none");
  }

  @Test
  void readsOnlyThePartitionsOfARangeIfSorted() {
    assertThat(layout(twelve().sortByKey().filterByRange(3, 5)))
        .isEqualTo("[(3,9)] [(4,4), (5,11)]");
    assertThat(layout(twelve().sortByKey(false).filterByRange(3, 5)))
        .isEqualTo("[(5,11), (4,4)] [(3,9)]");
    assertThat(layout(twelve().sortByKey(new Falling()).filterByRange(new Falling(), 7, 5)))
        .isEqualTo("[(7,1), (6,6), (5,11)]");
    assertThat(partitioner(twelve().sortByKey().filterByRange(3, 5))).isEqualTo("none");
  }
}
