// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.RangePartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.math.Ordering;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** {@code RangePartitioner} as programs make it themselves. */
class RangePartitionerTest extends RddProgram {

  private static final Comparator<Integer> NATURAL = Comparator.naturalOrder();
  private static final Ordering<Integer> ORDER = Ordering$.MODULE$.comparatorToOrdering(NATURAL);
  private static final ClassTag<Integer> TAG = ClassTag$.MODULE$.apply(Integer.class);

  /** The numbers from 0 under themselves, in slices. */
  private static RDD<Tuple2<Integer, String>> numbers(int count, int slices) {
    List<Integer> numbers = IntStream.range(0, count).boxed().collect(Collectors.toList());
    return context().parallelize(numbers, slices).mapToPair(n -> pair(n, "v" + n)).rdd();
  }

  private static RDD<Tuple2<Integer, String>> keys(Integer... keys) {
    return context().parallelize(List.of(keys), 2).mapToPair(key -> pair(key, "v")).rdd();
  }

  private static RangePartitioner<Integer, String> ranges(
      int partitions, RDD<Tuple2<Integer, String>> rdd, boolean ascending) {
    return new RangePartitioner<>(partitions, rdd, ascending, ORDER, TAG);
  }

  /** The first of the keys from -1 to {@code last} that each partition gets. */
  private static Map<Integer, Integer> firstKeys(RangePartitioner<?, ?> partitioner, int last) {
    Map<Integer, Integer> first = new TreeMap<>();
    for (int key = -1; key <= last; key++) {
      first.putIfAbsent(partitioner.getPartition(key), key);
    }
    return first;
  }

  @Test
  void cutsTheKeysIntoRangesOfAboutEqualSize() {
    RangePartitioner<Integer, String> four = ranges(4, numbers(20, 3), true);
    assertThat(four.numPartitions()).isEqualTo(4);
    assertThat(four.samplePointsPerPartitionHint()).isEqualTo(20);
    assertThat(firstKeys(four, 20)).hasToString("{0=-1, 1=5, 2=10, 3=15}");
    RangePartitioner<Integer, String> falling = ranges(4, numbers(20, 3), false);
    assertThat(falling.numPartitions()).isEqualTo(4);
    assertThat(firstKeys(falling, 20)).hasToString("{0=15, 1=10, 2=5, 3=-1}");
    assertThat(firstKeys(ranges(2, keys(1, 1, 1, 2, 3), true), 4)).hasToString("{0=-1, 1=2}");
  }

  @Test
  void samplesAsManyKeysAsItIsTold() {
    RangePartitioner<Integer, String> few =
        new RangePartitioner<>(3, numbers(1000, 4), true, 2, ORDER, TAG);
    assertThat(few.samplePointsPerPartitionHint()).isEqualTo(2);
    assertThat(few.numPartitions()).isEqualTo(3);
    assertThat(firstKeys(few, 1000)).containsOnlyKeys(0, 1, 2);
    RangePartitioner<Integer, String> many =
        new RangePartitioner<>(3, numbers(1000, 4), true, 1000, ORDER, TAG);
    assertThat(firstKeys(many, 1000)).hasToString("{0=-1, 1=334, 2=667}");
  }

  @Test
  void hasNoMorePartitionsThanThereAreKeysAndAtLeastOne() {
    assertThat(ranges(8, keys(3, 1, 2), true).numPartitions()).isEqualTo(3);
    assertThat(ranges(8, keys(1, 1, 1), true).numPartitions()).isEqualTo(2);
    assertThat(ranges(1, numbers(20, 3), true).numPartitions()).isEqualTo(1);
    assertThat(ranges(0, numbers(20, 3), true).numPartitions()).isEqualTo(1);
    assertThat(ranges(4, keys(), true).numPartitions()).isEqualTo(1);
    JavaPairRDD<Integer, String> none = noPartitions();
    assertThat(ranges(4, none.rdd(), true).numPartitions()).isEqualTo(1);
    assertThat(ranges(4, none.rdd(), true).getPartition(7)).isZero();
    assertThat(ranges(4, none.rdd(), true).getPartition(null)).isZero();
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> ranges(-1, numbers(20, 3), true))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Number of partitions cannot be negative but found -1.");
    assertThatThrownBy(() -> new RangePartitioner<>(2, numbers(20, 3), true, 0, ORDER, TAG))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "requirement failed: Sample points per partition must be greater than 0 but found 0");
  }

  @Test
  void findsPartitionsByTheOrderOnly() {
    RangePartitioner<Integer, String> four = ranges(4, numbers(20, 3), true);
    assertThat(four.getPartition(Integer.MIN_VALUE)).isZero();
    assertThat(four.getPartition(Integer.MAX_VALUE)).isEqualTo(3);
    assertThatThrownBy(() -> four.getPartition(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> four.getPartition("x")).isInstanceOf(ClassCastException.class);
    RDD<Tuple2<Integer, String>> withNull =
        context()
            .parallelize(java.util.Arrays.asList(1, null, 2), 1)
            .mapToPair(n -> pair(n, "v"))
            .rdd();
    assertThatThrownBy(() -> ranges(2, withNull, true)).isInstanceOf(NullPointerException.class);
    Ordering<Integer> nullsFirst =
        Ordering$.MODULE$.comparatorToOrdering(Comparator.nullsFirst(NATURAL));
    RangePartitioner<Integer, String> three =
        new RangePartitioner<>(3, withNull, true, nullsFirst, TAG);
    assertThat(List.of(three.getPartition(null), three.getPartition(1), three.getPartition(2)))
        .containsExactly(0, 1, 2);
  }

  @Test
  void looksThroughManyRangesAsThroughFew() {
    RangePartitioner<Integer, String> many = ranges(200, numbers(400, 2), true);
    RangePartitioner<Integer, String> falling = ranges(200, numbers(400, 2), false);
    assertThat(many.numPartitions()).isEqualTo(200);
    assertThat(IntStream.range(0, 400).map(key -> many.getPartition(key)).boxed())
        .isSorted()
        .startsWith(0, 0, 1, 1, 2, 2)
        .endsWith(198, 198, 199, 199);
    assertThat(IntStream.range(0, 400).map(key -> falling.getPartition(key)).boxed())
        .isSortedAccordingTo(Comparator.reverseOrder())
        .startsWith(199, 199, 198)
        .endsWith(1, 0, 0);
  }

  @Test
  void isEqualToOneOfTheSameRanges() {
    RangePartitioner<Integer, String> four = ranges(4, numbers(20, 3), true);
    RangePartitioner<Integer, String> same =
        new RangePartitioner<>(4, numbers(20, 3), true, 30, ORDER, TAG);
    assertThat(four).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(four).isNotEqualTo(ranges(4, numbers(20, 3), false));
    assertThat(four).isNotEqualTo(ranges(4, numbers(24, 3), true));
    assertThat(four).isNotEqualTo(new HashPartitioner(4));
    assertThat(ranges(1, keys(), true)).isEqualTo(ranges(4, keys(), true));
    assertThat(ranges(1, keys(), true)).isNotEqualTo(ranges(1, keys(), false));
  }

  @Test
  void placesPairsAndTravels() throws Exception {
    RangePartitioner<Integer, String> two = ranges(2, keys(3, 1, 2, 4), true);
    JavaPairRDD<Integer, String> pairs = pairs(2, pair(4, "d"), pair(1, "a"), pair(3, "c"));
    JavaPairRDD<Integer, String> placed = pairs.partitionBy(two);
    assertThat(layout(placed)).isEqualTo("[(1,a)] [(4,d), (3,c)]");
    assertThat(placed.partitioner().get()).isSameAs(two);
    assertThat(placed.partitionBy(ranges(2, keys(3, 1, 2, 4), true)).rdd()).isSameAs(placed.rdd());
    assertThat(layout(placed.reduceByKey(two, (a, b) -> a + b)))
        .isEqualTo("[(1,a)] [(4,d), (3,c)]");
    assertThat(copied(two)).isEqualTo(two);
    assertThat(copied(two).getPartition(3)).isEqualTo(1);
  }

  private static RangePartitioner<?, ?> copied(RangePartitioner<?, ?> partitioner)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(partitioner);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (RangePartitioner<?, ?>) in.readObject();
    }
  }
}
