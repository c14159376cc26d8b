// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Forms of operations of RDDs that no other table shows. */
class RddOverloadsTest extends RddProgram {

  private static JavaRDD<Integer> numbers(int partitions, Integer... numbers) {
    return context().parallelize(Arrays.asList(numbers), partitions);
  }

  private static <T> JavaRDD<T> none() {
    return context().emptyRDD();
  }

  private static <T> ClassTag<T> tag(Class<?> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  @Test
  void foldBeginsWithTheZeroValuePerPartitionAndOnceMore() {
    assertThat(numbers(3).fold(7, Integer::sum)).isEqualTo(28);
    assertThat(RddOverloadsTest.<Integer>none().fold(7, Integer::sum)).isEqualTo(7);
    assertThat(numbers(2, 1, 2, 3).fold(10, Integer::sum)).isEqualTo(36);
    assertThat(
            context()
                .parallelize(Arrays.asList("a", "b"), 1)
                .fold("z", (l, r) -> "(" + l + r + ")"))
        .isEqualTo("(z((za)b))");
  }

  @Test
  void reduceAndFirstOfNothingHaveNoAnswer() {
    for (JavaRDD<Integer> empty : List.of(numbers(2), RddOverloadsTest.<Integer>none())) {
      assertThatThrownBy(() -> empty.reduce(Integer::sum))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("empty collection");
      assertThatThrownBy(empty::first)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("empty collection");
      assertThat(empty.take(3)).isEmpty();
      assertThat(empty.isEmpty()).isTrue();
      assertThat(empty.count()).isZero();
      assertThat(empty.collect()).isEmpty();
      assertThat(empty.countByValue()).isEmpty();
    }
    assertThat(numbers(3, 1).first()).isEqualTo(1);
    assertThat(numbers(3, 1).isEmpty()).isFalse();
    assertThat(numbers(2, 3, 1, 3).countByValue()).containsOnly(Map.entry(3, 2L), Map.entry(1, 1L));
  }

  @Test
  void whatIsCollectedHasItsSize() {
    List<Integer> collected = numbers(2, 1, 2, 3).collect();
    assertThatThrownBy(() -> collected.add(4)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> collected.set(0, 9)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(collected).containsExactly(1, 2, 3);
  }

  @Test
  void takeReadsNoMoreThanItNeeds() {
    LongAccumulator read = context().sc().longAccumulator();
    JavaRDD<Integer> counted =
        numbers(6, 1, 2, 3, 4, 5, 6)
            .map(
                number -> {
                  read.add(1);
                  return number;
                });
    assertThat(counted.take(0)).isEmpty();
    assertThat(read.value()).isZero();
    assertThat(counted.take(1)).containsExactly(1);
    assertThat(read.value()).isEqualTo(1);
    read.reset();
    assertThat(counted.take(3)).containsExactly(1, 2, 3);
    assertThat(read.value()).isEqualTo(1 + 3); // a partition, and then as many as seem to be enough
    read.reset();
    assertThat(counted.isEmpty()).isFalse();
    assertThat(read.value()).isEqualTo(1);
  }

  @Test
  void sortByPutsAllInOrderOverThePartitions() {
    JavaRDD<Integer> numbers = numbers(3, 5, 1, 4, 2, 3, 6);
    assertThat(layout(numbers.sortBy(number -> number, true, 2))).isEqualTo("[1, 2, 3] [4, 5, 6]");
    assertThat(layout(numbers.sortBy(number -> number, false, 3)))
        .isEqualTo("[6, 5] [4, 3] [2, 1]");
    assertThat(layout(numbers.sortBy(number -> number % 2, true, 1)))
        .isEqualTo("[4, 2, 6, 5, 1, 3]");
    assertThat(layout(numbers(2).sortBy(number -> number, true, 2))).isEqualTo("[]");
    assertThat(layout(RddOverloadsTest.<Integer>none().sortBy(number -> number, true, 2)))
        .isEqualTo("[]");
    assertThat(numbers.sortBy(number -> number, true, 2).partitioner().isPresent()).isFalse();
  }

  @Test
  void partitionsAreMappedWithTheirIndexAndMayKeepTheirPartitioner() {
    JavaPairRDD<Integer, Integer> placed =
        numbers(2, 1, 2, 3).mapToPair(n -> pair(n, n)).partitionBy(new HashPartitioner(2));
    JavaRDD<String> sizes =
        numbers(3, 1).mapPartitionsWithIndex((index, all) -> text(index, all), false);
    assertThat(layout(sizes)).isEqualTo("[0:0] [1:0] [2:1]");
    assertThat(
            layout(RddOverloadsTest.<Integer>none().mapPartitionsWithIndex((i, all) -> all, true)))
        .isEqualTo("no partition");
    assertThat(partitioner(placed.mapPartitionsWithIndex((index, all) -> all, true)))
        .isEqualTo("HashPartitioner(2)");
    assertThat(partitioner(placed.mapPartitionsWithIndex((index, all) -> all, false)))
        .isEqualTo("none");
    assertThat(partitioner(placed.mapPartitionsToPair(all -> all, true)))
        .isEqualTo("HashPartitioner(2)");
    assertThat(partitioner(placed.mapPartitionsToPair(all -> all, false))).isEqualTo("none");
    assertThat(partitioner(placed.mapPartitionsToPair(all -> all))).isEqualTo("none");
    assertThat(partitioner(placed.mapPartitions(all -> all, true))).isEqualTo("HashPartitioner(2)");
    assertThat(partitioner(placed.mapPartitions(all -> all))).isEqualTo("none");
    JavaDoubleRDD sums = placed.mapPartitionsToDouble(all -> List.of(sum(all)).iterator(), true);
    assertThat(partitioner(sums)).isEqualTo("none"); // although it was asked for
    assertThat(layout(sums)).isEqualTo("[2.0] [4.0]");
  }

  private static Iterator<String> text(int index, Iterator<Integer> all) {
    List<Integer> list = new ArrayList<>();
    all.forEachRemaining(list::add);
    return List.of(index + ":" + list.size()).iterator();
  }

  private static double sum(Iterator<Tuple2<Integer, Integer>> all) {
    double sum = 0;
    while (all.hasNext()) {
      sum += all.next()._2();
    }
    return sum;
  }

  @Test
  void topTakesAComparatorToo() {
    assertThat(numbers(2, 3, 1, 2).top(2, new Falling())).containsExactly(1, 2);
    assertThat(numbers(2).top(2, new Falling())).isEmpty();
    assertThat(RddOverloadsTest.<Integer>none().top(2, new Falling())).isEmpty();
    Comparator<Integer> notSerializable = (left, right) -> left - right;
    assertThatThrownBy(() -> numbers(2, 3, 1, 2).top(2, notSerializable))
        .isInstanceOf(SparkException.class)
        .hasMessage("Task not serializable");
  }

  @Test
  void estimatesTakeAConfidence() {
    assertThat(numbers(2, 1, 1, 2).countByValueApprox(60_000, 0.5).getFinalValue())
        .hasToString("{1=[2.000, 2.000], 2=[1.000, 1.000]}");
    JavaPairRDD<String, Integer> pairs = pairs(2, pair("a", 1), pair("b", 1), pair("a", 2));
    assertThat(pairs.countByKeyApprox(60_000).getFinalValue())
        .hasSize(2)
        .hasEntrySatisfying("a", count -> assertThat(count).hasToString("[2.000, 2.000]"));
    assertThat(pairs.countByKeyApprox(60_000, 0.5).getFinalValue())
        .hasSize(2)
        .hasEntrySatisfying("b", count -> assertThat(count).hasToString("[1.000, 1.000]"));
    assertThat(
            context()
                .parallelizeDoubles(List.of(1.0, 3.0), 2)
                .meanApprox(60_000, 0.5)
                .getFinalValue())
        .hasToString("[2.000, 2.000]");
  }

  @Test
  void wrappersGoFromScalaToJavaAndBack() {
    JavaRDD<Integer> numbers = numbers(2, 1, 2);
    assertThat(JavaRDD.fromRDD(numbers.rdd(), tag(Integer.class)).rdd()).isSameAs(numbers.rdd());
    assertThat(JavaRDD.fromRDD(numbers.rdd(), tag(Integer.class)).classTag())
        .hasToString("java.lang.Integer");
    assertThat(JavaRDD.toRDD(numbers)).isSameAs(numbers.rdd());
    assertThat(numbers.wrapRDD(numbers.rdd()).collect()).containsExactly(1, 2);
    assertThat(numbers.classTag()).hasToString("Object");

    JavaPairRDD<Integer, Integer> pairs = numbers.mapToPair(n -> pair(n, n));
    assertThat(JavaPairRDD.toRDD(pairs)).isSameAs(pairs.rdd());
    JavaPairRDD<Integer, Integer> again =
        JavaPairRDD.fromRDD(pairs.rdd(), tag(Integer.class), tag(Integer.class));
    assertThat(again.reduceByKey(Integer::sum).collectAsMap()).containsOnlyKeys(1, 2);
    assertThat(again.kClassTag()).hasToString("java.lang.Integer");
    assertThat(again.vClassTag()).hasToString("java.lang.Integer");
    assertThat(pairs.kClassTag()).hasToString("Object");
    assertThat(pairs.wrapRDD(pairs.rdd()).keys().collect()).containsExactly(1, 2);

    JavaDoubleRDD doubles = context().parallelizeDoubles(List.of(1.0, 2.0), 1);
    assertThat(JavaDoubleRDD.fromRDD(doubles.srdd()).sum()).isEqualTo(3);
    assertThat(JavaDoubleRDD.toRDD(doubles)).isSameAs(doubles.srdd());
    assertThat(doubles.wrapRDD(doubles.rdd()).collect()).containsExactly(1.0, 2.0);
    assertThat(doubles.classTag()).hasToString("java.lang.Double");
  }

  @Test
  void pairsAreComparedAsWholesWhereRecordsAre() {
    JavaPairRDD<String, Integer> left =
        pairs(2, pair("a", 1), pair("a", 1), pair("a", 2), pair(null, 1));
    JavaPairRDD<String, Integer> right = pairs(1, pair("a", 1), pair("b", 2));
    assertThat(layout(left.intersection(right))).isEqualTo("[] [(a,1)]");
    assertThat(layout(left.subtract(right))).isEqualTo("[(null,1)] [(a,2)]");
    assertThat(layout(left.subtract(right, 1))).isEqualTo("[(null,1), (a,2)]");
    assertThat(layout(left.subtract(right, new Always(2, 1)))).isEqualTo("[] [(null,1), (a,2)]");
    assertThat(layout(left.distinct())).isEqualTo("[(null,1)] [(a,2), (a,1)]");
    assertThat(layout(left.subtract(noPartitions()))).isEqualTo("[(null,1)] [(a,1), (a,1), (a,2)]");
    assertThat(layout(RddOverloadsTest.<String, Integer>noPartitions().intersection(right)))
        .isEqualTo("[]");
  }

  @Test
  void numbersAreSubtractedAndSampled() {
    JavaDoubleRDD numbers = context().parallelizeDoubles(List.of(1.0, 2.0, 2.0, 3.0), 2);
    JavaDoubleRDD two = context().parallelizeDoubles(List.of(2.0), 1);
    assertThat(layout(numbers.subtract(two))).isEqualTo("[1.0, 3.0] []");
    assertThat(layout(numbers.subtract(two, new Always(2, 1)))).isEqualTo("[] [1.0, 3.0]");
    assertThat(layout(numbers.sample(false, 1.0))).isEqualTo("[1.0, 2.0] [2.0, 3.0]");
    assertThat(layout(numbers.sample(false, 0.0))).isEqualTo("[] []");
  }

  @Test
  void theLastValueOfAKeyIsThatOfTheMap() {
    JavaPairRDD<String, Integer> pairs =
        pairs(2, pair("a", 1), pair("b", 2), pair("a", 3), pair(null, 4));
    Map<String, Integer> map = pairs.reduceByKey((l, r) -> r, 1).collectAsMap();
    assertThat(map).hasSize(3).containsEntry("a", 3).containsEntry(null, 4);
    assertThat(pairs.partitionBy(new HashPartitioner(2)).collectAsMap()).isEqualTo(map);
    assertThat(
            RddOverloadsTest.<String, Integer>noPartitions()
                .partitionBy(new HashPartitioner(1))
                .collectAsMap())
        .isEmpty();
    assertThat(pairs.countByKey()).containsEntry("a", 2L).containsEntry(null, 1L).hasSize(3);
    assertThat(pairs.lookup("a")).containsExactly(1, 3);
    assertThat(pairs.lookup("none")).isEmpty();
    assertThat(pairs.partitionBy(new HashPartitioner(3)).lookup("a")).containsExactly(1, 3);
  }

  @Test
  void theConfiguredParallelismIsThatOfShufflesWithoutAPartitioner() {
    stop();
    JavaSparkContext five =
        new JavaSparkContext(Table.conf().set("spark.default.parallelism", "5"));
    try {
      JavaPairRDD<Integer, Integer> pairs =
          five.parallelizePairs(List.of(pair(1, 1), pair(1, 2)), 3);
      assertThat(partitioner(pairs.reduceByKey(Integer::sum))).isEqualTo("HashPartitioner(5)");
      assertThat(partitioner(pairs.groupByKey())).isEqualTo("HashPartitioner(5)");
      assertThat(partitioner(pairs.join(pairs))).isEqualTo("HashPartitioner(5)");
      assertThat(partitioner(pairs.partitionBy(new HashPartitioner(7)).groupByKey()))
          .isEqualTo("HashPartitioner(7)");
      assertThat(partitioner(pairs.partitionBy(new HashPartitioner(2)).groupByKey()))
          .isEqualTo("HashPartitioner(2)");
      assertThat(five.parallelize(List.of(1)).getNumPartitions()).isEqualTo(5);
      assertThat(five.parallelizePairs(List.of(pair(1, 1))).getNumPartitions()).isEqualTo(5);
      assertThat(five.parallelizeDoubles(List.of(1.0)).getNumPartitions()).isEqualTo(5);
      assertThat(five.defaultParallelism()).isEqualTo(5);
      assertThat(five.defaultMinPartitions()).isEqualTo(2);
    } finally {
      five.stop();
      start();
    }
  }

  @Test
  void partitionersAreEqualByWhatTheyAre() {
    Partitioner two = new HashPartitioner(2);
    assertThat(two).isEqualTo(new HashPartitioner(2)).hasSameHashCodeAs(new HashPartitioner(2));
    assertThat(two.hashCode()).isEqualTo(2);
    assertThat(two).isNotEqualTo(new HashPartitioner(3));
    assertThat(two.getPartition(null)).isZero();
    assertThat(two.getPartition(-3)).isEqualTo(1);
    assertThat(new HashPartitioner(5).getPartition(-3)).isEqualTo(2);
    assertThatThrownBy(() -> new HashPartitioner(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Number of partitions (-1) cannot be negative.");
    assertThatThrownBy(() -> new HashPartitioner(0).getPartition("a"))
        .isInstanceOf(ArithmeticException.class);
  }
}
