// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions that make one value, or a few, of all records. */
class RddAggregateTest {

  @Test
  void aggregateBeginsWithTheZeroValuePerPartitionAndOnceMore() throws Exception {
    Rdds.run(
        rdds -> {
          assertThat(
                  rdds.numbers(4, 1)
                      .aggregate("z", (text, n) -> text + n, (a, b) -> "(" + a + "|" + b + ")"))
              .isEqualTo("(z|z0123)");
          assertThat(rdds.of(4, 5, 1).aggregate(1, Integer::sum, Integer::sum)).isEqualTo(11);
          assertThat(rdds.<Integer>none().aggregate(1, Integer::sum, Integer::sum)).isEqualTo(1);
        });
  }

  @Test
  void aggregateMayChangeItsValues() throws Exception {
    Rdds.run(
        rdds -> {
          ArrayList<Integer> zero = new ArrayList<>();
          List<Integer> all =
              rdds.numbers(6, 3)
                  .aggregate(
                      zero,
                      (list, n) -> {
                        list.add(n);
                        return list;
                      },
                      (a, b) -> {
                        a.addAll(b);
                        return a;
                      });
          assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
          assertThat(zero).isEmpty();
        });
  }

  /** The zero value is 1, so that the sum tells how often it took part. */
  @ParameterizedTest
  @CsvSource({
    "4, 1, 1234, 1235", "4, 2, 1234, 1235", "4, 3, 1234, 1235",
    "9, 1, 1244, 1245", "9, 2, 1247, 1248", "9, 3, 1247, 1248",
    "17, 1, 1260, 1261", "17, 2, 1263, 1264", "17, 3, 1265, 1266",
    "30, 1, 1286, 1287", "30, 2, 1291, 1292", "30, 3, 1294, 1294"
  })
  void treeAggregateTakesTheRoundsOfItsDepth(
      int partitions, int depth, int sum, int sumIfTheLastRoundIsATask) throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(50, partitions);
          assertThat(numbers.treeAggregate(1, Integer::sum, Integer::sum, depth)).isEqualTo(sum);
          assertThat(numbers.treeAggregate(1, Integer::sum, Integer::sum, depth, true))
              .isEqualTo(sumIfTheLastRoundIsATask);
          assertThat(numbers.treeReduce(Integer::sum, depth)).isEqualTo(1225);
        });
  }

  @Test
  void treesOfNothing() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> none = rdds.none();
          assertThat(none.treeAggregate(5, Integer::sum, Integer::sum)).isEqualTo(5);
          assertThat(rdds.of(4, 5, 1).treeReduce(Integer::sum)).isEqualTo(6);
          for (JavaRDD<Integer> empty : List.of(none, rdds.numbers(0, 3))) {
            assertThatThrownBy(() -> empty.treeReduce(Integer::sum))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("empty collection");
          }
          assertThatThrownBy(() -> none.treeReduce(Integer::sum, 0))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: Depth must be greater than or equal to 1 but got 0.");
        });
  }

  @Test
  void maxAndMinTakeAComparator() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(10, 3);
          assertThat(numbers.max(Comparator.naturalOrder())).isEqualTo(9);
          assertThat(numbers.min(Comparator.naturalOrder())).isZero();
          assertThat(numbers.coalesce(1).max(lastDigitsOf(4))).isEqualTo(3);
          assertThat(numbers.coalesce(1).min(lastDigitsOf(4))).isZero();
          assertThatThrownBy(() -> rdds.<Integer>none().max(Comparator.naturalOrder()))
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessage("empty collection");
          assertThatThrownBy(() -> rdds.numbers(0, 2).min(Comparator.naturalOrder()))
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessage("empty collection");
        });
  }

  @Test
  void topAndTakeOrderedSort() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.of(3, 4, 1, 3, 5, 2);
          assertThat(numbers.top(2)).isEqualTo(List.of(5, 4));
          assertThat(numbers.takeOrdered(2)).isEqualTo(List.of(1, 2));
          assertThat(numbers.top(9)).isEqualTo(List.of(5, 4, 3, 2, 1));
          assertThat(numbers.takeOrdered(Integer.MAX_VALUE)).isEqualTo(List.of(1, 2, 3, 4, 5));
          assertThat(numbers.top(0)).isEmpty();
          assertThat(rdds.<Integer>none().top(3)).isEmpty();
          assertThat(rdds.numbers(0, 2).takeOrdered(3)).isEmpty();
          assertThatThrownBy(() -> numbers.top(-1))
              .isInstanceOf(SparkException.class)
              .hasRootCauseInstanceOf(IllegalArgumentException.class)
              .hasRootCauseMessage("k (-1) must be nonnegative");
        });
  }

  /** One partition, since the order in which tasks end would show. */
  @Test
  void ofEqualRecordsTheSameOnesStay() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(100, 1);
          assertThat(numbers.takeOrdered(3, lastDigitsOf(4))).isEqualTo(List.of(4, 8, 0));
          assertThat(numbers.takeOrdered(10, lastDigitsOf(4)))
              .isEqualTo(List.of(24, 60, 28, 4, 32, 0, 36, 20, 40, 44));
        });
  }

  private static Comparator<Integer> lastDigitsOf(int base) {
    return (Comparator<Integer> & Serializable) (a, b) -> Integer.compare(a % base, b % base);
  }

  @Test
  void countApproxDistinctHashesTheText() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<String> values = rdds.numbers(5000, 5).map(n -> "v" + n % 1234);
          assertThat(values.countApproxDistinct(0.4)).isEqualTo(1558);
          assertThat(values.countApproxDistinct(0.05)).isEqualTo(1139);
          assertThat(values.countApproxDistinct(0.001)).isEqualTo(1234);
          assertThat(rdds.none().countApproxDistinct(0.05)).isZero();
          assertThatThrownBy(() -> values.countApproxDistinct(0.00001))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: accuracy (1.0E-5) must be greater than 0.000017");
        });
  }

  @Test
  void estimatesAreFinalIfThereIsTime() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> numbers = rdds.numbers(10, 3);
          assertThat(numbers.countApprox(60_000)).hasToString("(final: [10.000, 10.000])");
          assertThat(numbers.countApprox(60_000).isInitialValueFinal()).isTrue();
          assertThat(numbers.map(n -> n % 2).countByValueApprox(60_000).initialValue())
              .hasSize(2)
              .hasToString("{0=[5.000, 5.000], 1=[5.000, 5.000]}");
          assertThat(rdds.none().countApprox(60_000)).hasToString("(final: [0.000, 0.000])");
          assertThatThrownBy(() -> numbers.map(n -> 1 / n).countApprox(60_000))
              .isInstanceOf(SparkException.class)
              .hasRootCauseInstanceOf(ArithmeticException.class);
          assertThatThrownBy(() -> numbers.countApprox(1, 1.5))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: confidence (1.5) must be in [0,1]");
        });
  }
}
