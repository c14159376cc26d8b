// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Rdds.expect;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.util.StatCounter;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Numbers and their statistics. */
class DoubleRddTest {

  private static JavaDoubleRDD numbers(Rdds rdds, int partitions, Double... numbers) {
    return rdds.spark().parallelizeDoubles(Arrays.asList(numbers), partitions);
  }

  private static JavaDoubleRDD some(Rdds rdds) {
    return numbers(rdds, 3, 1.0, 2.5, 2.5, 10.0, -3.0, 7.25);
  }

  @Test
  void operationsGiveNumbersAgain() throws Exception {
    Rdds.run(
        rdds -> {
          JavaDoubleRDD some = some(rdds);
          expect(some.filter(x -> x > 2), "[2.5] [2.5, 10.0] [7.25]");
          expect(some.union(numbers(rdds, 2)), "[1.0, 2.5] [2.5, 10.0] [-3.0, 7.25] [] []");
          expect(
              rdds.spark().union(some, numbers(rdds, 1, 4.0)),
              "[1.0, 2.5] [2.5, 10.0] [-3.0, 7.25] [4.0]");
          expect(some.distinct(2), "[10.0, -3.0, 2.5, 7.25, 1.0] []");
          expect(some.coalesce(2), "[1.0, 2.5] [2.5, 10.0, -3.0, 7.25]");
          expect(some.repartition(2), "[2.5, 10.0, -3.0] [1.0, 2.5, 7.25]");
          expect(some.sample(false, 0.5, 3), "[1.0] [2.5, 10.0] [-3.0]");
          expect(some.subtract(numbers(rdds, 1, 2.5), 2), "[1.0, 10.0, -3.0, 7.25] []");
          expect(some.intersection(numbers(rdds, 1, 2.5, 1.0, -0.0)), "[1.0] [] [2.5]");
          assertThat(some.first()).isEqualTo(1.0);
        });
  }

  @Test
  void otherRddsGiveNumbers() throws Exception {
    Rdds.run(
        rdds -> {
          expect(rdds.numbers(3, 2).mapToDouble(n -> n / 2.0), "[0.0] [0.5, 1.0]");
          expect(
              rdds.numbers(2, 2).flatMapToDouble(n -> List.of(1.0 * n, -1.0).iterator()),
              "[0.0, -1.0] [1.0, -1.0]");
          expect(
              rdds.numbers(3, 2)
                  .mapPartitionsToDouble(
                      numbers -> {
                        double sum = 0;
                        while (numbers.hasNext()) {
                          sum += numbers.next();
                        }
                        return List.of(sum).iterator();
                      }),
              "[0.0] [3.0]");
        });
  }

  @Test
  void statisticsOfSome() throws Exception {
    Rdds.run(
        rdds -> {
          JavaDoubleRDD some = some(rdds);
          assertThat(some.sum()).isEqualTo(20.25);
          assertThat(some.mean()).isEqualTo(3.375);
          assertThat(some.min()).isEqualTo(-3.0);
          assertThat(some.max()).isEqualTo(10.0);
          assertThat(some.coalesce(1).stats())
              .hasToString(
                  "(count: 6, mean: 3.375000, stdev: 4.217399, max: 10.000000, min: -3.000000)");
          JavaDoubleRDD inOne =
              some.coalesce(1); // the order in which tasks end shows in last digits
          assertThat(
                  List.of(
                      inOne.variance(),
                      inOne.popVariance(),
                      inOne.sampleVariance(),
                      inOne.stdev(),
                      inOne.popStdev(),
                      inOne.sampleStdev()))
              .isEqualTo(
                  List.of(
                      17.786458333333332,
                      17.786458333333332,
                      21.343749999999996,
                      4.217399475190053,
                      4.217399475190053,
                      4.619929653144082));
        });
  }

  @Test
  void statisticsOfNothing() throws Exception {
    Rdds.run(
        rdds -> {
          JavaDoubleRDD empty = numbers(rdds, 2);
          assertThat(empty.sum()).isZero();
          assertThat(empty.mean()).isZero();
          assertThat(empty.stats())
              .hasToString("(count: 0, mean: 0.000000, stdev: NaN, max: -Infinity, min: Infinity)");
          assertThat(empty.variance()).isNaN();
          assertThat(numbers(rdds, 1, 1.0).sampleVariance()).isNaN();
          assertThatThrownBy(empty::max)
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessage("empty collection");
          JavaDoubleRDD none = rdds.none().mapToDouble(record -> 0);
          assertThat(none.sum()).isZero();
          assertThatThrownBy(none::stats)
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessage("empty collection");
        });
  }

  @Test
  void histogramsOfEvenBuckets() throws Exception {
    Rdds.run(
        rdds -> {
          Tuple2<double[], long[]> histogram = some(rdds).histogram(3);
          assertThat(histogram._1())
              .containsExactly(-3.0, 1.333333333333333, 5.666666666666666, 10.0);
          assertThat(histogram._2()).containsExactly(2, 2, 2);
          Tuple2<double[], long[]> ofOne = numbers(rdds, 2, 1.0).histogram(3);
          assertThat(ofOne._1()).containsExactly(1.0, 1.0);
          assertThat(ofOne._2()).containsExactly(1);
          assertThatThrownBy(() -> some(rdds).histogram(0))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("buckets array must have at least two elements");
          for (JavaDoubleRDD without :
              List.of(numbers(rdds, 2), numbers(rdds, 1, 1.0, Double.NaN))) {
            assertThatThrownBy(() -> without.histogram(3))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                    "Histogram on either an empty RDD or RDD containing +/-infinity or NaN");
          }
          assertThatThrownBy(() -> rdds.none().mapToDouble(record -> 0).histogram(3))
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessage("empty collection");
        });
  }

  @Test
  void histogramsOfGivenBuckets() throws Exception {
    Rdds.run(
        rdds -> {
          JavaDoubleRDD some = some(rdds);
          assertThat(some.histogram(new double[] {0, 2.5, 7.25, 10})).containsExactly(1, 2, 2);
          Double[] even = {0.0, 2.5, 5.0, 7.5};
          assertThat(some.histogram(even, true)).containsExactly(1, 2, 1);
          assertThat(some.histogram(even, false)).containsExactly(1, 2, 1);
          assertThat(rdds.none().mapToDouble(record -> 0).histogram(even, true))
              .containsExactly(0, 0, 0);
          assertThatThrownBy(() -> some.histogram(new double[] {0}))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("buckets array must have at least two elements");
        });
  }

  @Test
  void estimatesAreFinalIfThereIsTime() throws Exception {
    Rdds.run(
        rdds -> {
          assertThat(some(rdds).meanApprox(60_000)).hasToString("(final: [3.375, 3.375])");
          assertThat(some(rdds).sumApprox(60_000, 0.9)).hasToString("(final: [20.250, 20.250])");
          assertThat(numbers(rdds, 2).sumApprox(60_000)).hasToString("(final: [0.000, 0.000])");
        });
  }

  @Test
  void countersMerge() {
    StatCounter many = new StatCounter();
    for (int i = 1; i <= 40; i++) {
      many.merge((double) i);
    }
    StatCounter few = new StatCounter().merge(100.0).merge(-1.0);
    assertThat(many.copy().merge(few))
        .hasToString(
            "(count: 42, mean: 21.880952, stdev: 16.925892, max: 100.000000, min: -1.000000)");
    assertThat(many.copy().merge(new StatCounter())).hasToString(many.toString());
    assertThat(new StatCounter().merge(few)).hasToString(few.toString());
    assertThat(few.merge(few).count()).isEqualTo(4);
  }
}
