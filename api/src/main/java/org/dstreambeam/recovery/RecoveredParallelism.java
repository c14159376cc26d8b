// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * The default number of partitions that a program was first started with. Its states lie in that
 * many, so it counts also if the program has more or fewer cores now; what the program sets itself,
 * as {@value #KEY}, wins.
 *
 * <p>It holds for the Spark context that the factory of {@code getOrCreate} makes, or finds.
 */
public final class RecoveredParallelism {

  private static final String KEY = "spark.default.parallelism";

  @SuppressWarnings("ThreadLocalUsage") // one call of a factory, on its thread
  private static final ThreadLocal<@Nullable Integer> CURRENT = new ThreadLocal<>();

  private RecoveredParallelism() {}

  /**
   * Calls {@code factory}; Spark contexts that it makes, on this thread, have {@code parallelism}.
   */
  public static <T> T during(int parallelism, Callable<T> factory) throws Exception {
    CURRENT.set(parallelism);
    try {
      return factory.call();
    } finally {
      CURRENT.remove();
    }
  }

  /** Sets it in the configuration of a new Spark context, unless there is nothing to recover. */
  public static void applyTo(SparkConf conf) {
    Integer parallelism = CURRENT.get();
    if (parallelism != null) {
      set(conf, parallelism);
    }
  }

  /** Sets it in a configuration that says nothing else. */
  public static void set(SparkConf conf, int parallelism) {
    conf.setIfMissing(KEY, String.valueOf(parallelism));
  }
}
