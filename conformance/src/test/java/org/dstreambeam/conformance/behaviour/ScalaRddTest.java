// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import scala.Function1;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.math.Ordering;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** {@code RDD} as Scala programs use it: functions of Scala, class tags, orderings. */
class ScalaRddTest {

  private static <T> ClassTag<T> tag(Class<?> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  private static <T, U> Function1<T, U> f(SerializableFunction<T, U> function) {
    return function;
  }

  private interface SerializableFunction<T, U> extends Function1<T, U>, Serializable {}

  private static <T, U, V> Function2<T, U, V> f2(SerializableFunction2<T, U, V> function) {
    return function;
  }

  private interface SerializableFunction2<T, U, V> extends Function2<T, U, V>, Serializable {}

  private static void expect(RDD<?> rdd, String expected) {
    Rdds.expect(new JavaRDD<>(rdd, tag(Object.class)), expected);
  }

  @Test
  void narrowOperations() throws Exception {
    Rdds.run(
        rdds -> {
          RDD<Integer> numbers = rdds.numbers(4, 2).rdd();
          expect(numbers.map(f(n -> "n" + n), tag(String.class)), "[n0, n1] [n2, n3]");
          expect(numbers.filter(f(n -> n % 2 == 0)), "[0] [2]");
          expect(
              numbers.flatMap(
                  f(n -> JavaConverters.asScalaBuffer(Arrays.asList(n, -n))), tag(Integer.class)),
              "[0, 0, 1, -1] [2, -2, 3, -3]");
          expect(numbers.keyBy(f(n -> n % 2)), "[(0,0), (1,1)] [(0,2), (1,3)]");
          expect(
              numbers.mapPartitions(
                  f((Iterator<Integer> records) -> records), false, tag(Integer.class)),
              "[0, 1] [2, 3]");
          expect(numbers.$plus$plus(numbers), "[0, 1] [2, 3] [0, 1] [2, 3]");
          expect(numbers.zipWithIndex(), "[(0,0), (1,1)] [(2,2), (3,3)]");
          expect(numbers.zip(numbers, tag(Integer.class)), "[(0,0), (1,1)] [(2,2), (3,3)]");
          expect(
              numbers.zipPartitions(
                  numbers, f2((a, b) -> a), tag(Integer.class), tag(Integer.class)),
              "[0, 1] [2, 3]");
          assertThat(numbers.partitions()).hasSize(2);
          assertThat(numbers.preferredLocations(numbers.partitions()[0]).isEmpty()).isTrue();
        });
  }

  @Test
  void shuffles() throws Exception {
    Rdds.run(
        rdds -> {
          RDD<Integer> numbers = rdds.numbers(6, 2).rdd();
          expect(numbers.repartition(2, null), "[1, 4] [0, 2, 3, 5]");
          expect(numbers.distinct(), "[4, 0, 2] [1, 3, 5]");
          expect(numbers.subtract(rdds.of(1, 2, 3).rdd(), 2), "[0, 4] [1, 5]");
          expect(numbers.intersection(rdds.of(1, 2, 3).rdd(), 2), "[2] [3]");
          expect(
              numbers
                  .groupBy(f(n -> n % 2), tag(Integer.class))
                  .map(f(group -> group._1() + "x" + group._2().size()), tag(String.class)),
              "[0x3] [1x3]");
        });
  }

  @Test
  void arraysAreNoKeysOfWhatHashes() throws Exception {
    Rdds.run(
        rdds -> {
          RDD<Integer> numbers = rdds.numbers(2, 2).rdd();
          assertThatThrownBy(() -> numbers.groupBy(f(n -> new byte[] {1}), tag(byte[].class)))
              .isExactlyInstanceOf(SparkException.class)
              .hasMessage("HashPartitioner cannot partition array keys.");
          assertThat(numbers.<Object>groupBy(f(n -> new byte[] {1}), tag(Object.class)).count())
              .isEqualTo(2);
        });
  }

  @Test
  void actions() throws Exception {
    Rdds.run(
        rdds -> {
          RDD<Integer> numbers = rdds.numbers(6, 2).rdd();
          assertThat(numbers.reduce(f2(Integer::sum))).isEqualTo(15);
          assertThat(numbers.fold(1, f2(Integer::sum))).isEqualTo(18);
          assertThat(
                  numbers.<Integer>aggregate(
                      0, f2(Integer::sum), f2(Integer::sum), tag(Integer.class)))
              .isEqualTo(15);
          assertThat(numbers.treeReduce(f2(Integer::sum), 2)).isEqualTo(15);
          Comparator<Integer> natural = Comparator.naturalOrder();
          Ordering<Integer> order = Ordering$.MODULE$.comparatorToOrdering(natural);
          assertThat(numbers.max(order)).isEqualTo(5);
          assertThat(numbers.min(order)).isZero();
          List<Integer> local = new ArrayList<>();
          JavaConverters.asJavaIterator(numbers.toLocalIterator()).forEachRemaining(local::add);
          assertThat(local).containsExactly(0, 1, 2, 3, 4, 5);
          assertThat(numbers.countByValue(null).size()).isEqualTo(6);
          Tuple2<Integer, Object> first = numbers.zipWithUniqueId().first();
          assertThat(first).hasToString("(0,0)");
        });
  }
}
