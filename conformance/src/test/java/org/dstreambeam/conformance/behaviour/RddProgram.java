// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import scala.Tuple2;

/** Tests of RDDs by themselves, on one context for the class. */
abstract class RddProgram {

  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    context = new JavaSparkContext(Table.conf());
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  static JavaSparkContext context() {
    return context;
  }

  @SafeVarargs
  static <K, V> JavaPairRDD<K, V> pairs(int partitions, Tuple2<K, V>... pairs) {
    return context.parallelizePairs(Arrays.asList(pairs), partitions);
  }

  static <K, V> JavaPairRDD<K, V> noPartitions() {
    return JavaPairRDD.fromJavaRDD(context.emptyRDD());
  }

  /** Partition by partition: {@code [a, b] []}. */
  static <T> String layout(JavaRDDLike<T, ?> rdd) {
    List<String> partitions =
        rdd.mapPartitions(
                records -> {
                  List<T> list = new ArrayList<>();
                  records.forEachRemaining(list::add);
                  return List.of(list.toString()).iterator();
                })
            .collect();
    return partitions.isEmpty() ? "no partition" : String.join(" ", partitions);
  }

  /** {@code HashPartitioner(2)} or {@code none}. */
  static String partitioner(JavaRDDLike<?, ?> rdd) {
    Optional<Partitioner> partitioner = rdd.partitioner();
    return partitioner.isPresent()
        ? partitioner.get().getClass().getSimpleName()
            + "("
            + partitioner.get().numPartitions()
            + ")"
        : "none";
  }

  /** All keys in one partition, which need not exist. */
  static final class Always extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int partitions;
    private final int target;

    Always(int partitions, int target) {
      this.partitions = partitions;
      this.target = target;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return target;
    }
  }

  /** From the greatest to the least. */
  static final class Falling implements Comparator<Integer>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Integer first, Integer second) {
      return second.compareTo(first);
    }
  }
}
