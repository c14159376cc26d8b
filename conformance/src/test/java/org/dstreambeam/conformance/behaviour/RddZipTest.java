// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Rdds.expect;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** Records beside others: zip, numbers, keys, products. */
class RddZipTest {

  @Test
  void cartesianPairsPartitionsRowByRow() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(5, 2);
          expect(
              numbers.cartesian(rdds.of(2, "x", "y", "z")),
              "[(0,x), (1,x)] [(0,y), (0,z), (1,y), (1,z)]"
                  + " [(2,x), (3,x), (4,x)] [(2,y), (2,z), (3,y), (3,z), (4,y), (4,z)]");
          assertThat(numbers.cartesian(rdds.none()).getNumPartitions()).isZero();
        });
  }

  @Test
  void zipPairsByPartitionAndPlace() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(5, 2);
          expect(
              numbers.zip(numbers.map(n -> "z" + n)), "[(0,z0), (1,z1)] [(2,z2), (3,z3), (4,z4)]");
          expect(rdds.none().zip(rdds.none()), "no partition");
        });
  }

  @Test
  void zipNeedsAsManyPartitionsWhichShowsLater() throws Exception {
    Rdds.run(
        rdds -> {
          JavaPairRDD<Integer, Integer> zipped = rdds.numbers(5, 2).zip(rdds.numbers(5, 1));
          assertThatThrownBy(zipped::getNumPartitions)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("Can't zip RDDs with unequal numbers of partitions: List(2, 1)");
          assertThatThrownBy(zipped::collect)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("Can't zip RDDs with unequal numbers of partitions: List(2, 1)");
        });
  }

  @Test
  void zipNeedsAsManyRecordsOnEitherSide() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> all = rdds.numbers(5, 2);
          JavaRDD<Integer> fewer = all.filter(n -> n > 0);
          for (JavaPairRDD<Integer, Integer> zipped : List.of(all.zip(fewer), fewer.zip(all))) {
            assertThatThrownBy(zipped::collect)
                .isInstanceOf(SparkException.class)
                .hasRootCauseInstanceOf(SparkException.class)
                .hasRootCauseMessage(
                    "Can only zip RDDs with same number of elements in each partition");
          }
        });
  }

  @Test
  void zipPartitionsSeesAllOfBoth() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<String> zipped =
              rdds.numbers(4, 2)
                  .zipPartitions(
                      rdds.of(2, "a"),
                      (numbers, words) -> {
                        List<String> all = new ArrayList<>();
                        numbers.forEachRemaining(number -> all.add("n" + number));
                        words.forEachRemaining(all::add);
                        return all.iterator();
                      });
          expect(zipped, "[n0, n1] [n2, n3, a]");
        });
  }

  @Test
  void zipWithIndexCountsOverAllPartitions() throws Exception {
    Rdds.run(
        rdds -> {
          expect(
              rdds.of(3, "b", "a", null, "a").zipWithIndex(), "[(b,0)] [(a,1)] [(null,2), (a,3)]");
          expect(rdds.none().zipWithIndex(), "no partition");
        });
  }

  @Test
  void zipWithIndexRunsAJobWhenItIsDeclared() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> failing = rdds.numbers(4, 2).map(n -> 1 / n);
          assertThatThrownBy(failing::zipWithIndex)
              .isInstanceOf(SparkException.class)
              .hasRootCauseInstanceOf(ArithmeticException.class);
          failing.coalesce(1).zipWithIndex(); // of one partition nothing needs to be counted
        });
  }

  @Test
  void zipWithUniqueIdDealsNumbersOutToPartitions() throws Exception {
    Rdds.run(
        rdds -> {
          expect(rdds.of(4, "x", "y").zipWithUniqueId(), "[] [(x,1)] [] [(y,3)]");
          expect(rdds.numbers(5, 2).zipWithUniqueId(), "[(0,0), (1,2)] [(2,1), (3,3), (4,5)]");
        });
  }

  @Test
  void keyByPutsAKeyInFront() throws Exception {
    Rdds.run(
        rdds -> {
          expect(rdds.numbers(4, 2).keyBy(n -> n % 3), "[(0,0), (1,1)] [(2,2), (0,3)]");
          expect(rdds.numbers(0, 2).keyBy(n -> n), "[] []");
        });
  }
}
