// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.partial.PartialResult;
import org.junit.jupiter.api.Test;

/** Partition 0 ends last, and comes first all the same. */
class AggregationOrderTest {

  private static volatile CountDownLatch lastPartitionDone = new CountDownLatch(1);

  /** "a" waits until "c" was there. */
  private static JavaRDD<String> words(JavaSparkContext spark) {
    lastPartitionDone = new CountDownLatch(1);
    return spark
        .parallelize(List.of("a", "c"), 2)
        .map(
            word -> {
              if (word.equals("a")) {
                lastPartitionDone.await();
              } else {
                lastPartitionDone.countDown();
              }
              return word;
            });
  }

  @Test
  void resultsAreCombinedByPartition() {
    try (JavaSparkContext spark = new JavaSparkContext("local[2]", "order")) {
      assertThat(words(spark).reduce(String::concat)).isEqualTo("ac");
      assertThat(words(spark).aggregate("", String::concat, String::concat)).isEqualTo("ac");
      assertThat(words(spark).max(byLength())).isEqualTo("a");
      assertThat(words(spark).takeOrdered(1, byLength())).isEqualTo(List.of("a"));
    }
  }

  private static Comparator<String> byLength() {
    return (Comparator<String> & Serializable)
        (first, second) -> Integer.compare(first.length(), second.length());
  }

  @Test
  void anEstimateIsFollowedByTheFinalValue() {
    try (JavaSparkContext spark = new JavaSparkContext("local[2]", "estimate")) {
      lastPartitionDone = new CountDownLatch(1);
      JavaRDD<Integer> waiting =
          spark
              .parallelize(List.of(1, 2), 2)
              .map(
                  n -> {
                    lastPartitionDone.await();
                    return n;
                  });
      PartialResult<?> result = waiting.countApprox(0);
      assertThat(result.isInitialValueFinal()).isFalse();
      assertThat(result).hasToString("(partial: [0.000, Infinity])");
      lastPartitionDone.countDown();
      assertThat(result.getFinalValue()).hasToString("[2.000, 2.000]");
      assertThat(result).hasToString("(final: [2.000, 2.000])");
    }
  }
}
