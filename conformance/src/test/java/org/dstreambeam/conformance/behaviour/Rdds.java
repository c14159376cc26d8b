// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;

/** RDDs of a program without streams. */
final class Rdds {

  /** What a test does with a context. */
  @FunctionalInterface
  interface Program {
    void run(Rdds rdds) throws Exception;
  }

  private final JavaSparkContext spark;

  private Rdds(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Runs a program in a context of its own, with two threads. */
  static void run(Program program) throws Exception {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      program.run(new Rdds(spark));
    }
  }

  JavaSparkContext spark() {
    return spark;
  }

  /** The numbers from 0, in contiguous slices. */
  JavaRDD<Integer> numbers(int count, int partitions) {
    List<Integer> numbers = IntStream.range(0, count).boxed().collect(Collectors.toList());
    return spark.parallelize(numbers, partitions);
  }

  @SafeVarargs
  final <T> JavaRDD<T> of(int partitions, T... records) {
    return spark.parallelize(Arrays.asList(records), partitions);
  }

  /** Without a partition. */
  <T> JavaRDD<T> none() {
    return spark.emptyRDD();
  }

  /** Compares the records by partition: {@code [a, b] []}. */
  static void expect(JavaRDDLike<?, ?> rdd, String expected) {
    assertThat(Table.collected(rdd)).hasToString(expected);
  }
}
