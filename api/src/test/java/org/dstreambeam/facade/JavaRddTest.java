// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import scala.Tuple2;

class JavaRddTest extends ContextTest {

  /** What tasks did; static, because tasks work on copies of what they capture. */
  private static final ConcurrentMap<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();

  private static void called(String what) {
    CALLS.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
  }

  private static int calls(String what) {
    return CALLS.computeIfAbsent(what, key -> new AtomicInteger()).get();
  }

  private JavaRDD<Integer> numbers(int count, int partitions) {
    return sc().parallelize(IntStream.rangeClosed(1, count).boxed().toList(), partitions);
  }

  @Test
  void cutsAListIntoContiguousSlices() {
    assertThat(numbers(7, 3).glom().collect())
        .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5, 6, 7));
    assertThat(numbers(2, 5).glom().collect())
        .containsExactly(List.of(), List.of(), List.of(1), List.of(), List.of(2));
    assertThat(sc().parallelize(List.of()).getNumPartitions()).isEqualTo(2);
  }

  @Test
  void readsAListWhenItIsFirstUsedAndRefusesToCutItIntoNothing() {
    List<Integer> list = new ArrayList<>(List.of(1));
    JavaRDD<Integer> rdd = sc().parallelize(list, 1);
    list.add(2);
    assertThat(rdd.collect()).containsExactly(1, 2);
    list.add(3);
    assertThat(rdd.collect()).containsExactly(1, 2);

    JavaRDD<Integer> none = sc().parallelize(list, 0);
    assertThatThrownBy(none::count)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Positive number of partitions required");
  }

  @Test
  void tasksWorkOnCopiesOfTheElements() {
    List<Integer> element = new ArrayList<>(List.of(1));
    JavaRDD<List<Integer>> rdd = sc().parallelize(List.of(element), 1);

    rdd.foreach(list -> list.add(2));
    rdd.collect().get(0).add(3);

    assertThat(element).containsExactly(1);
    assertThat(rdd.collect()).containsExactly(List.of(1));
  }

  @Test
  void runsNarrowOperationsInOrder() {
    JavaRDD<Integer> rdd = numbers(5, 2);

    assertThat(rdd.map(x -> "n" + x).collect()).containsExactly("n1", "n2", "n3", "n4", "n5");
    assertThat(rdd.filter(x -> x % 2 == 1).collect()).containsExactly(1, 3, 5);
    assertThat(rdd.flatMap(x -> Collections.nCopies(x % 3, x).iterator()).collect())
        .containsExactly(1, 2, 2, 4, 5, 5);
    assertThat(rdd.mapToPair(x -> new Tuple2<>(x % 2, x)).values().collect())
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(rdd.flatMapToPair(x -> List.of(new Tuple2<>(x, -x)).iterator()).keys().collect())
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(rdd.mapPartitionsWithIndex((i, all) -> List.of(i).iterator(), false).collect())
        .containsExactly(0, 1);
    assertThat(rdd.mapPartitions(JavaRddTest::sum).collect()).containsExactly(3, 12);
    assertThat(rdd.mapPartitionsToPair(all -> List.of(new Tuple2<>("s", 1)).iterator()).count())
        .isEqualTo(2);
    assertThat(rdd.union(rdd).collect()).containsExactly(1, 2, 3, 4, 5, 1, 2, 3, 4, 5);
  }

  private static Iterator<Integer> sum(Iterator<Integer> numbers) {
    int sum = 0;
    while (numbers.hasNext()) {
      sum += numbers.next();
    }
    return List.of(sum).iterator();
  }

  @Test
  void computesNothingBeforeAnAction(TestInfo test) {
    String name = test.getDisplayName();
    JavaRDD<Integer> mapped =
        numbers(3, 1)
            .map(
                x -> {
                  called(name);
                  return x;
                });
    assertThat(calls(name)).isZero();

    mapped.count();
    mapped.count();

    assertThat(calls(name)).isEqualTo(6);
  }

  @Test
  void takeTriesOnePartitionThenFourTimesAsMany(TestInfo test) {
    String name = test.getDisplayName();
    JavaRDD<Integer> rdd =
        numbers(40, 40)
            .mapPartitions(
                all -> {
                  called(name);
                  return all;
                })
            .filter(x -> x > 3);

    assertThat(rdd.take(2)).containsExactly(4, 5);
    assertThat(calls(name)).isEqualTo(5);
  }

  @Test
  void takeComputesNoMoreRecordsThanItWants(TestInfo test) {
    String name = test.getDisplayName();
    JavaRDD<Integer> rdd =
        numbers(40, 4)
            .map(
                x -> {
                  called(name);
                  return x;
                });

    assertThat(rdd.take(4)).containsExactly(1, 2, 3, 4);
    assertThat(calls(name)).isEqualTo(4);
    assertThat(rdd.take(0)).isEmpty();
    assertThat(rdd.take(-1)).isEmpty();
    assertThat(calls(name)).isEqualTo(4);
    assertThat(rdd.take(100)).hasSize(40);
    assertThat(rdd.first()).isEqualTo(1);
  }

  @Test
  void resultsCannotBeChanged() {
    List<Integer> collected = numbers(2, 2).collect();

    assertThatThrownBy(() -> collected.set(0, 9)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> collected.add(9)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void keepsNulls() {
    assertThat(sc().parallelize(Arrays.asList(1, null, 2), 2).collect())
        .containsExactly(1, null, 2);
  }

  @Test
  void emptyCollectionsHaveNoFirstAndNoReduction() {
    assertThatThrownBy(() -> sc().parallelize(List.of()).first())
        .isExactlyInstanceOf(SparkUnsupportedOperationException.class)
        .hasMessage("empty collection");
    assertThatThrownBy(() -> sc().<Integer>emptyRDD().reduce(Integer::sum))
        .isExactlyInstanceOf(SparkUnsupportedOperationException.class)
        .hasMessage("empty collection");
  }

  @Test
  void reducesAndFolds() {
    assertThat(numbers(10, 4).reduce(Integer::sum)).isEqualTo(55);
    assertThat(numbers(2, 5).reduce(Integer::sum)).isEqualTo(3);
    assertThat(numbers(3, 2).fold(0, Integer::sum)).isEqualTo(6);
    assertThat(sc().<Integer>parallelize(List.of(), 3).fold(7, Integer::sum)).isEqualTo(28);
    assertThat(sc().<Integer>emptyRDD().fold(7, Integer::sum)).isEqualTo(7);
  }

  @Test
  void foldStartsEachTaskWithACopyOfTheZero() {
    List<Integer> zero = new ArrayList<>();

    List<Integer> all =
        numbers(4, 2)
            .map(x -> (List<Integer>) new ArrayList<>(List.of(x)))
            .fold(
                zero,
                (left, right) -> {
                  left.addAll(right);
                  return left;
                });

    assertThat(all).containsExactly(1, 2, 3, 4);
    assertThat(zero).isEmpty();
  }

  @Test
  void foreachPartitionRunsForEmptyPartitionsToo(TestInfo test) {
    String name = test.getDisplayName();

    numbers(2, 5).foreachPartition(all -> called(name));
    numbers(3, 2).foreach(x -> called(name + x));

    assertThat(calls(name)).isEqualTo(5);
    assertThat(List.of(calls(name + 1), calls(name + 2), calls(name + 3))).containsOnly(1);
  }

  @Test
  void functionsWorkOnCopiesOfWhatTheyCapture() {
    AtomicInteger counter = new AtomicInteger();

    numbers(10, 2).foreach(x -> counter.incrementAndGet());

    assertThat(counter).hasValue(0);
    assertThat(numbers(4, 2).map(x -> counter.incrementAndGet()).collect())
        .containsExactly(1, 2, 1, 2);
  }

  @Test
  void refusesAFunctionThatCannotBeSerialisedWhenItIsGiven() {
    Object captured = new Object();
    JavaRDD<Integer> rdd = numbers(1, 1);

    assertThatThrownBy(() -> rdd.map(x -> x + captured.hashCode()))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Task not serializable");
    assertThatThrownBy(() -> rdd.foreach(x -> called(captured.toString())))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Task not serializable");
  }

  @Test
  void refusesOperationsInsideOfTasks() {
    JavaRDD<Integer> inner = numbers(1, 1);

    assertThatThrownBy(() -> numbers(1, 1).map(x -> inner.count()).collect())
        .hasRootCauseInstanceOf(SparkException.class)
        .hasMessageContaining("This RDD lacks a SparkContext.");
  }

  @Test
  void aPersistedRddIsComputedOnce(TestInfo test) {
    String name = test.getDisplayName();
    JavaRDD<Integer> rdd =
        numbers(4, 2)
            .map(
                x -> {
                  called(name);
                  return x;
                })
            .cache();

    assertThat(rdd.take(1)).containsExactly(1);
    assertThat(calls(name)).as("a kept partition is computed whole").isEqualTo(2);
    rdd.count();
    rdd.map(x -> -x).collect();
    assertThat(calls(name)).isEqualTo(4);

    rdd.unpersist().count();
    assertThat(calls(name)).isEqualTo(8);
  }

  @Test
  void resultsOfAPersistedRddAreCopies() {
    JavaRDD<List<Integer>> rdd =
        numbers(1, 1).map(x -> (List<Integer>) new ArrayList<>(List.of(x))).cache();

    rdd.collect().get(0).add(2);
    rdd.first().add(2);

    assertThat(rdd.collect()).containsExactly(List.of(1));
  }

  @Test
  void theStorageLevelCannotBeChangedUntilItIsTakenBack() {
    JavaRDD<Integer> rdd = numbers(1, 1).cache();

    assertThat(rdd.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
    assertThat(rdd.persist(StorageLevels.MEMORY_ONLY)).isSameAs(rdd);
    assertThatThrownBy(() -> rdd.persist(StorageLevels.DISK_ONLY))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("Cannot change storage level of an RDD after it was already assigned a level");
    assertThat(rdd.unpersist().getStorageLevel()).isEqualTo(StorageLevel.NONE());
    assertThat(rdd.persist(StorageLevels.DISK_ONLY).getStorageLevel())
        .isEqualTo(StorageLevel.DISK_ONLY());
    assertThat(rdd.count()).isEqualTo(1);
  }

  @Test
  void describesItselfAsInSpark() {
    JavaRDD<Integer> rdd = numbers(1, 1);
    JavaRDD<Integer> mapped = rdd.map(x -> x);

    assertThat(rdd.toString())
        .matches("ParallelCollectionRDD\\[0] at parallelize at JavaRddTest\\.java:\\d+");
    assertThat(mapped.toString()).matches("MapPartitionsRDD\\[1] at map at JavaRddTest.java:\\d+");
    assertThat(mapped.union(rdd).rdd().toString())
        .matches("UnionRDD\\[2] at union at JavaRddTest.java:\\d+");
    assertThat(mapped.name()).isNull();
    assertThat(mapped.setName("words").toString()).startsWith("words MapPartitionsRDD[1] at");
    assertThat(mapped.id()).isEqualTo(1);
    assertThat(mapped.context()).isSameAs(sc().sc());
    assertThat(mapped.partitioner().isPresent()).isFalse();
    assertThat(mapped.classTag().runtimeClass()).isEqualTo(Object.class);
  }

  @Test
  void distinctKeepsOneOfEach() {
    JavaRDD<String> rdd =
        sc().parallelize(Arrays.asList("a", "b", null, "a", null, "c", "d", "e"), 3);

    assertThat(rdd.distinct().collect())
        .as("in the order recorded from genuine Spark")
        .containsExactly(null, "c", "d", "a", "e", "b");
    assertThat(rdd.distinct().getNumPartitions()).isEqualTo(3);
    assertThat(rdd.distinct(5).getNumPartitions()).isEqualTo(5);
  }

  @Test
  void countsValues() {
    assertThat(sc().parallelize(List.of("a", "b", "a"), 2).countByValue())
        .containsOnly(Map.entry("a", 2L), Map.entry("b", 1L));
  }

  @Test
  void theLocalIteratorComputesAPartitionWhenItGetsThere(TestInfo test) {
    String name = test.getDisplayName();
    Iterator<Integer> iterator =
        numbers(6, 3)
            .map(
                x -> {
                  called(name);
                  return x;
                })
            .toLocalIterator();

    assertThat(iterator.next()).isEqualTo(1);
    assertThat(calls(name)).isEqualTo(2);
    assertThat(iterator).toIterable().containsExactly(2, 3, 4, 5, 6);
  }
}
