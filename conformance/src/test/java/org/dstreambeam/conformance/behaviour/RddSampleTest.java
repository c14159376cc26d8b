// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Rdds.expect;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** Samples: a seed gives the same one on both engines. */
class RddSampleTest {

  @Test
  void smallFractionsDrawGaps() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(100, 4);
          expect(numbers.sample(false, 0.05, 42), "[] [37] [] [83]");
          expect(numbers.sample(false, 0.05, -7), "[4] [] [73] [90]");
          expect(numbers.sample(true, 0.05, 42), "[] [37, 46, 49] [] [83]");
          expect(numbers.sample(true, 0.05, -7), "[4] [] [74] [90, 99]");
        });
  }

  @Test
  void largerFractionsDrawForEachRecord() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(100, 4);
          expect(
              numbers.sample(false, 0.5, 42).filter(n -> n < 50),
              "[0, 1, 2, 8, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23]"
                  + " [26, 27, 29, 30, 34, 37, 39, 41, 43, 45, 47, 49] [] []");
          expect(
              numbers.sample(true, 0.5, 42).filter(n -> n < 50),
              "[5, 6, 7, 12, 14, 15, 18, 19, 19, 20]"
                  + " [27, 27, 31, 33, 34, 35, 37, 40, 42, 43, 45, 46, 47] [] []");
          expect(
              numbers.sample(true, 0.9, -7).filter(n -> n >= 75),
              "[] [] [] [75, 76, 80, 80, 80, 80, 81, 81, 87, 87, 87, 88, 88, 89, 91, 91, 91, 91,"
                  + " 93, 96, 97, 98, 99]");
        });
  }

  @Test
  void theFractionMayBeNoneOrAll() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(5, 2);
          expect(numbers.sample(false, 0, 1), "[] []");
          expect(numbers.sample(true, 0, 1), "[] []");
          expect(numbers.sample(false, 1, 1), "[0, 1] [2, 3, 4]");
          expect(rdds.none().sample(false, 0.5, 1), "no partition");
        });
  }

  @Test
  void theFractionIsChecked() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(5, 2);
          assertThatThrownBy(() -> numbers.sample(true, -1))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Fraction must be nonnegative, but got -1.0");
          assertThatThrownBy(() -> numbers.sample(false, 1.1))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Sampling fraction (1.1) must be on interval [0, 1]");
        });
  }

  @Test
  void randomSplitPutsEveryRecordIntoOnePart() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer>[] parts = rdds.numbers(100, 4).randomSplit(new double[] {1, 2, 1}, 42);
          assertThat(parts).hasSize(3);
          expect(
              parts[0],
              "[7, 16, 18] [28, 34, 40, 42, 44, 49] [58, 64, 66, 69] [76, 82, 88, 90, 95]");
          expect(
              parts[2],
              "[2, 6, 8, 9, 13, 19, 23] [25, 30, 31, 32, 39, 43, 46]"
                  + " [50, 51, 53, 57, 59, 60, 61, 67] [75, 81, 83, 97, 98]");
          assertThat(parts[0].union(parts[1]).union(parts[2]).distinct().count()).isEqualTo(100);
          expect(rdds.numbers(4, 1).randomSplit(new double[] {1, 0}, 1)[1], "[]");
        });
  }

  @Test
  void randomSplitChecksItsWeights() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(5, 2);
          assertThatThrownBy(() -> numbers.randomSplit(new double[] {1, -2}))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Weights must be nonnegative, but got [1.0,-2.0]");
          assertThatThrownBy(() -> numbers.randomSplit(new double[] {0, 0}))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Sum of weights must be positive, but got [0.0,0.0]");
        });
  }

  @Test
  void takeSampleGivesTheNumberOfRecordsInRandomOrder() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(100, 4);
          assertThat(numbers.takeSample(false, 5, 42)).isEqualTo(List.of(67, 1, 80, 66, 5));
          assertThat(numbers.takeSample(true, 5, 42)).isEqualTo(List.of(11, 50, 31, 29, 98));
          assertThat(numbers.takeSample(false, 20, 42))
              .isEqualTo(
                  List.of(
                      9, 93, 4, 13, 87, 97, 8, 77, 71, 59, 62, 2, 91, 32, 74, 89, 15, 49, 48, 37));
          assertThat(numbers.takeSample(true, 20, 42))
              .isEqualTo(
                  List.of(
                      66, 73, 40, 34, 80, 27, 90, 90, 90, 62, 99, 15, 67, 60, 42, 51, 33, 56, 89,
                      27));
          assertThat(numbers.takeSample(false, 150, 42))
              .hasSize(100)
              .startsWith(87, 63, 71, 69, 81, 54);
          assertThat(numbers.takeSample(true, 150, 42)).hasSize(150).startsWith(61, 65, 48, 72, 67);
        });
  }

  @Test
  void takeSampleOfNothingIsEmpty() throws Exception {
    Rdds.run(
        rdds -> {
          assertThat(rdds.numbers(10, 2).takeSample(true, 0)).isEmpty();
          assertThat(rdds.numbers(0, 2).takeSample(true, 3)).isEmpty();
          assertThat(rdds.none().takeSample(false, 3)).isEmpty();
          assertThatThrownBy(() -> rdds.none().takeSample(true, -1))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Negative number of elements requested");
          assertThatThrownBy(() -> rdds.none().takeSample(true, Integer.MAX_VALUE))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: Cannot support a sample size > Int.MaxValue"
                      + " - 10.0 * math.sqrt(Int.MaxValue)");
        });
  }
}
