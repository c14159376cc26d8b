// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;

/**
 * Which partitioner a keyed operation takes if the program names none.
 *
 * <p>The widest one that an input already has, if it is not much coarser than the inputs are (less
 * than a tenth of the most partitions) or at least as wide as the default; else hashing to {@code
 * spark.default.parallelism} partitions or, if that is not set, as many as the widest input has.
 */
public final class DefaultPartitioner {

  private static final int MUCH = 10;

  private DefaultPartitioner() {}

  /** For an operation over all of {@code first} and {@code others}. */
  public static Partitioner of(Dataset<?> first, Dataset<?>... others) {
    List<Dataset<?>> inputs = Stream.concat(Stream.of(first), Arrays.stream(others)).toList();
    SparkContext context = first.context();
    int most = inputs.stream().mapToInt(Dataset::partitions).max().orElse(0);
    int width =
        context.conf().contains("spark.default.parallelism") ? context.defaultParallelism() : most;
    Optional<Partitioner> widest =
        inputs.stream()
            .<Partitioner>mapMulti(
                (input, sink) -> {
                  Partitioner partitioner = input.partitioner();
                  if (partitioner != null && partitioner.numPartitions() > 0) {
                    sink.accept(partitioner);
                  }
                })
            .max(Comparator.comparingInt(Partitioner::numPartitions));
    return widest
        .filter(p -> most < MUCH * p.numPartitions() || width <= p.numPartitions())
        .orElseGet(() -> new HashPartitioner(width));
  }
}
