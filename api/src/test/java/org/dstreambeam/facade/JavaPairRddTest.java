// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partition;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.dstreambeam.compute.GoldenInput;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class JavaPairRddTest extends ContextTest {

  private static final AtomicInteger MAPPED = new AtomicInteger();

  private JavaPairRDD<String, Integer> golden() {
    return sc().parallelizePairs(GoldenInput.pairs(), 3);
  }

  @Test
  void collectsAReductionInTheOrderOfGenuineSpark() throws Exception {
    JavaPairRDD<String, String> reduced =
        golden().mapValues(x -> "" + x).reduceByKey((x, y) -> x + "," + y, 3);

    assertThat(reduced.collect())
        .map(Tuple2::toString)
        .isEqualTo(GoldenInput.recorded("reduceByKey-concat.txt"));
  }

  @Test
  void reducesInPlaceInTheOrderOfGenuineSpark() throws Exception {
    JavaPairRDD<String, Integer> reduced =
        golden()
            .reduceByKey(Integer::sum)
            .flatMapValues(x -> List.of(x, 1).iterator())
            .reduceByKey(Integer::sum);

    assertThat(reduced.rdd().dataset().kind()).isEqualTo("MapPartitionsRDD");
    assertThat(reduced.collect())
        .map(Tuple2::toString)
        .isEqualTo(GoldenInput.recorded("reduceByKey-inPlace.txt"));
  }

  @Test
  void takesTheWidestPartitionerOfItsInputOrAsManyPartitionsAsThereAre() {
    JavaPairRDD<String, Integer> wide = golden().reduceByKey(Integer::sum, 5);

    assertThat(golden().reduceByKey(Integer::sum).partitioner().get())
        .isEqualTo(new HashPartitioner(3));
    assertThat(wide.mapValues(x -> x).reduceByKey(Integer::sum).partitioner().get())
        .isEqualTo(new HashPartitioner(5));
    assertThat(wide.mapToPair(x -> x).partitioner().isPresent()).isFalse();
    assertThat(wide.filter(x -> true).partitioner().isPresent()).isTrue();
    JavaPairRDD<String, Integer> none = JavaPairRDD.fromJavaRDD(sc().emptyRDD());
    assertThat(none.reduceByKey(Integer::sum).getNumPartitions()).isZero();
    assertThat(none.reduceByKey(Integer::sum).collect()).isEmpty();
  }

  @Test
  void iteratorDoesTheShuffleBefore() {
    JavaPairRDD<Integer, Integer> sums =
        sc().parallelize(List.of(1, 2, 3, 4, 5), 3)
            .mapToPair(n -> new Tuple2<>(n % 2, n))
            .reduceByKey(Integer::sum, 2);
    List<Partition> partitions = sums.partitions();

    assertThat(sums.iterator(partitions.get(1), null))
        .toIterable()
        .containsExactly(new Tuple2<>(1, 9));
    assertThatThrownBy(() -> sums.filter(x -> true).iterator(() -> 2, null))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void usesTheConfiguredParallelismForShuffles() {
    SparkConf conf = new SparkConf().set("spark.default.parallelism", "4");
    try (JavaSparkContext sc = new JavaSparkContext("local[2]", "a", conf)) {
      JavaPairRDD<String, Integer> pairs = sc.parallelizePairs(GoldenInput.pairs(), 3);

      assertThat(pairs.reduceByKey(Integer::sum).getNumPartitions()).isEqualTo(4);
      assertThat(pairs.reduceByKey(Integer::sum, 2).reduceByKey(Integer::sum).getNumPartitions())
          .isEqualTo(2);
    }
  }

  @Test
  void aShuffleIntoNoPartitionsComputesNothing() {
    assertThat(golden().reduceByKey(Integer::sum, 0).collect()).isEmpty();
  }

  @Test
  void computesTheMapSideOfAShuffleOncePerRdd() {
    MAPPED.set(0);
    JavaPairRDD<Integer, Integer> reduced =
        golden()
            .mapToPair(
                pair -> {
                  MAPPED.incrementAndGet();
                  return new Tuple2<>(pair._2() % 3, 1);
                })
            .reduceByKey(Integer::sum);

    reduced.count();
    reduced.mapValues(x -> x + 1).collect();
    reduced.take(1);

    assertThat(MAPPED).hasValue(GoldenInput.pairs().size());
  }

  @Test
  void reducersThatChangeTheirArgumentSpoilNothing() {
    JavaPairRDD<String, List<Integer>> lists =
        sc().parallelize(List.of(1, 2, 3, 4), 2)
            .mapToPair(x -> new Tuple2<>("k", (List<Integer>) new ArrayList<>(List.of(x))))
            .reduceByKey(
                (left, right) -> {
                  left.addAll(right);
                  return left;
                });

    assertThat(lists.collect()).isEqualTo(lists.collect());
    assertThat(lists.first()).isEqualTo(new Tuple2<>("k", List.of(1, 2, 3, 4)));
  }

  @Test
  void mergesRddsThatPlaceKeysAlike() {
    JavaPairRDD<String, Integer> one = golden().reduceByKey(Integer::sum, 2);
    JavaPairRDD<String, Integer> other = golden().reduceByKey(Math::max, 2);

    JavaPairRDD<String, Integer> union = one.union(other);

    assertThat(union.getNumPartitions()).isEqualTo(2);
    assertThat(union.partitioner().get()).isEqualTo(new HashPartitioner(2));
    assertThat(union.rdd().toString()).startsWith("PartitionerAwareUnionRDD[");
    List<Tuple2<String, Integer>> expected = new ArrayList<>(one.glom().collect().get(1));
    expected.addAll(other.glom().collect().get(1));
    assertThat(union.glom().collect().get(1)).isEqualTo(expected);
    assertThat(one.union(golden()).getNumPartitions()).isEqualTo(5);
    assertThat(one.union(JavaPairRDD.fromJavaRDD(sc().emptyRDD())).partitioner().isPresent())
        .isTrue();
  }

  @Test
  void looksUpAKeyInItsPartitionOrInAll() {
    JavaPairRDD<String, Integer> pairs =
        sc().parallelizePairs(
                List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2), new Tuple2<>("a", 3)), 2);

    assertThat(pairs.lookup("a")).containsExactly(1, 3);
    assertThat(pairs.lookup("c")).isEmpty();
    assertThat(pairs.reduceByKey(Integer::sum).lookup("a")).containsExactly(4);
    assertThat(golden().reduceByKey(Integer::sum).lookup(null)).containsExactly(960);
  }

  @Test
  void collectsMaps() {
    JavaPairRDD<String, Integer> pairs =
        sc().parallelizePairs(
                List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2), new Tuple2<>("a", 3)), 2);

    assertThat(pairs.collectAsMap()).isEqualTo(Map.of("a", 3, "b", 2));
    assertThat(pairs.countByKey()).isEqualTo(Map.of("a", 2L, "b", 1L));
    assertThat(pairs.distinct(3).count()).isEqualTo(3);
    assertThat(pairs.union(pairs).distinct().count()).isEqualTo(3);
  }
}
