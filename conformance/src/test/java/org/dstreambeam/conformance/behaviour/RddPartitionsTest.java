// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Rdds.expect;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.StorageLevels;
import org.junit.jupiter.api.Test;

/** Partitions: how many, which records are where; sets of records, which move them. */
class RddPartitionsTest {

  private static final class Parity extends Partitioner {
    private static final long serialVersionUID = 1L;

    @Override
    public int numPartitions() {
      return 2;
    }

    @Override
    public int getPartition(Object key) {
      return ((Integer) key) % 2;
    }
  }

  @Test
  void coalescePutsNeighboursTogether() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(10, 3);
          expect(numbers.coalesce(1), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]");
          expect(numbers.coalesce(2), "[0, 1, 2] [3, 4, 5, 6, 7, 8, 9]");
          expect(numbers.coalesce(8), "[0, 1, 2] [3, 4, 5] [6, 7, 8, 9]");
          expect(rdds.numbers(11, 11).coalesce(4), "[0, 1] [2, 3, 4] [5, 6, 7] [8, 9, 10]");
          expect(rdds.none().coalesce(3), "no partition");
          assertThatThrownBy(() -> numbers.coalesce(0))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Number of partitions (0) must be positive.");
        });
  }

  @Test
  void repartitionDealsRecordsOut() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(10, 3);
          expect(numbers.repartition(1), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]");
          expect(numbers.repartition(2), "[1, 4, 6, 8] [0, 2, 3, 5, 7, 9]");
          expect(numbers.coalesce(5, true), "[1, 4, 7] [2, 5, 8] [9] [] [0, 3, 6]");
          expect(rdds.none().repartition(2), "[] []");
          expect(
              rdds.numbers(200, 17).repartition(9).filter(n -> n < 60),
              "[3, 19, 27, 41, 48, 57] [4, 11, 20, 28, 42, 49] [5, 12, 21, 29, 43, 50, 58]"
                  + " [6, 13, 22, 30, 35, 44, 51, 59] [7, 14, 31, 36, 45, 52]"
                  + " [8, 15, 23, 32, 37, 46, 53] [0, 9, 16, 24, 33, 38, 54]"
                  + " [1, 10, 17, 25, 34, 39, 55] [2, 18, 26, 40, 47, 56]");
          assertThatThrownBy(() -> numbers.repartition(-1))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Number of partitions (-1) must be positive.");
        });
  }

  @Test
  void collectPartitionsTakesThemInAnyOrder() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(5, 3);
          assertThat(numbers.collectPartitions(new int[] {2, 0, 1, 0}))
              .containsExactly(List.of(3, 4), List.of(0), List.of(1, 2), List.of(0));
          assertThat(numbers.collectPartitions(new int[0])).isEmpty();
          assertThatThrownBy(() -> numbers.collectPartitions(new int[] {3}))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "Attempting to access a non-existent partition: 3."
                      + " Total number of partitions: 3");
        });
  }

  @Test
  void partitionsHaveTheirNumbers() throws Exception {
    Rdds.run(
        rdds -> {
          List<Partition> partitions = rdds.numbers(5, 3).partitions();
          assertThat(partitions).extracting(Partition::index).containsExactly(0, 1, 2);
          assertThat(rdds.none().partitions()).isEmpty();
        });
  }

  @Test
  void groupByCollectsTheRecordsOfAKey() throws Exception {
    Rdds.run(
        rdds -> {
          expect(
              rdds.numbers(10, 3).groupBy(n -> n % 4),
              "[(0,[0, 4, 8]), (3,[3, 7])] [(1,[1, 5, 9])] [(2,[2, 6])]");
          expect(
              rdds.of(3, "b", "a", null, "a", "c", "b")
                  .groupBy(word -> word == null ? null : "k" + word, 2),
              "[(null,[null]), (kc,[c]), (ka,[a, a])] [(kb,[b, b])]");
          expect(rdds.none().groupBy(record -> record), "no partition");
          assertThat(rdds.numbers(3, 2).groupBy(n -> n).partitioner().isPresent()).isTrue();
        });
  }

  @Test
  void intersectionHasEachCommonRecordOnce() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> left = rdds.of(3, 1, 2, 2, 3, 17, 33, 100, 5, 5);
          JavaRDD<Integer> right = rdds.of(2, 2, 3, 3, 5, 33, 7, 100);
          expect(left.intersection(right), "[33, 3] [100] [5, 2]");
          expect(right.intersection(left), "[33, 3] [100] [5, 2]");
          expect(left.intersection(rdds.none()), "[] [] []");
          expect(rdds.none().intersection(rdds.none()), "no partition");
          JavaRDD<String> words = rdds.of(3, "b", "a", null, "a", "c", "b");
          expect(words.intersection(words), "[null, c] [a] [b]");
        });
  }

  @Test
  void subtractKeepsDuplicates() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> left = rdds.of(3, 1, 2, 2, 3, 17, 33, 100, 5, 5);
          expect(left.subtract(rdds.of(4, 5, 1)), "[33, 3] [100] [17, 2, 2]");
          expect(left.subtract(rdds.none()), "[33, 3] [1, 100] [17, 2, 2, 5, 5]");
          expect(rdds.<Integer>none().subtract(left), "no partition");
          expect(left.subtract(rdds.of(1, 5), 2), "[2, 2, 100] [1, 17, 33, 3]");
          expect(
              rdds.numbers(8, 3).subtract(rdds.of(1, 2, 3), new Parity()), "[0, 4, 6] [1, 5, 7]");
          expect(
              rdds.of(3, "b", "a", null, "a", "c", "b").subtract(rdds.of(1, (String) null), 2),
              "[b, b] [a, a, c]");
        });
  }

  @Test
  void distinctHasEachRecordOnce() throws Exception {
    Rdds.run(
        rdds -> {
          expect(
              rdds.of(3, 1, 2, 2, 3, 17, 33, 100, 5, 5).distinct(), "[33, 3] [100, 1] [17, 5, 2]");
          expect(rdds.of(3, "b", "a", null, "a", "c", "b").distinct(2), "[null, b] [a, c]");
        });
  }

  @Test
  void aLevelCannotBeChanged() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> cached = rdds.numbers(3, 1).cache();
          assertThatThrownBy(() -> cached.persist(StorageLevels.DISK_ONLY))
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessage(
                  "Cannot change storage level of an RDD after it was already assigned a level");
          cached.unpersist().persist(StorageLevels.DISK_ONLY);
          assertThat(cached.getStorageLevel()).isEqualTo(StorageLevels.DISK_ONLY);
        });
  }

  @Test
  void toDebugStringShowsStages() throws Exception {
    Rdds.run(
        rdds -> {
          assertThat(described(rdds.numbers(3, 2).map(n -> n).sample(false, 0.5)))
              .isEqualTo(
                  "(2) PartitionwiseSampledRDD []\n"
                      + " |  MapPartitionsRDD []\n"
                      + " |  ParallelCollectionRDD []");
          assertThat(described(rdds.numbers(30, 12).distinct(2).union(rdds.numbers(1, 1))))
              .isEqualTo(
                  "(3) UnionRDD []\n"
                      + " |  MapPartitionsRDD []\n"
                      + " |  ShuffledRDD []\n"
                      + " +-(12) MapPartitionsRDD []\n"
                      + "    |   ParallelCollectionRDD []\n"
                      + " |  ParallelCollectionRDD []");
          assertThat(described(rdds.numbers(3, 1).map(n -> n).cache()))
              .isEqualTo(
                  "(1) MapPartitionsRDD [Memory Deserialized 1x Replicated]\n"
                      + " |  ParallelCollectionRDD [Memory Deserialized 1x Replicated]");
          assertThat(described(rdds.none())).isEqualTo("(0) EmptyRDD []");
        });
  }

  /** Without numbers and places. */
  private static String described(JavaRDDLike<?, ?> rdd) {
    return Arrays.stream(rdd.toDebugString().split("\n"))
        .map(line -> line.replaceAll("\\[\\d+\\] at .*?:\\d+", ""))
        .reduce((a, b) -> a + "\n" + b)
        .orElseThrow();
  }

  private static final AtomicReference<TaskContext> TASK = new AtomicReference<>();

  @Test
  void iteratorComputesOnePartition() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> tens = rdds.numbers(5, 3).map(n -> 10 * n);
          tens.foreachPartition(records -> TASK.set(TaskContext.get()));
          List<Partition> partitions = tens.partitions();
          assertThat(tens.iterator(partitions.get(1), TASK.get()))
              .toIterable()
              .containsExactly(10, 20);
          assertThat(tens.rdd().iterator(partitions.get(0), TASK.get()).mkString(","))
              .isEqualTo("0");
          assertThat(tens.filter(n -> n < 0).iterator(partitions.get(2), TASK.get()).hasNext())
              .isFalse();
        });
  }
}
