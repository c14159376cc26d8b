// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * The default number of partitions that a program was first started with. Its states lie in that
 * many, so it counts also if the program has more or fewer cores now; what the program sets itself,
 * as {@value #KEY}, wins.
 *
 * <p>It holds while the factory of {@code getOrCreate} runs, on its thread, and for as long as they
 * live for Spark contexts that the factory makes.
 */
public final class RecoveredParallelism {

  private static final String KEY = "spark.default.parallelism";

  @SuppressWarnings("ThreadLocalUsage") // one call of a factory, on its thread
  private static final ThreadLocal<@Nullable RecoveredParallelism> CURRENT = new ThreadLocal<>();

  private final int partitions;
  private boolean madeSparkContext;

  public RecoveredParallelism(int partitions) {
    this.partitions = partitions;
  }

  /** Calls {@code factory} while it holds. */
  public <T> T during(Callable<T> factory) throws Exception {
    CURRENT.set(this);
    try {
      return factory.call();
    } finally {
      CURRENT.remove();
    }
  }

  /** Whether the factory has made a Spark context, rather than used one that was there. */
  public boolean hasMadeSparkContext() {
    return madeSparkContext;
  }

  /** For the configuration of a new Spark context: sets it there, if it holds. */
  public static void applyTo(SparkConf conf) {
    RecoveredParallelism current = CURRENT.get();
    if (current != null) {
      current.madeSparkContext = true;
      current.set(conf);
    }
  }

  /** Sets it in a configuration that says nothing else. */
  public void set(SparkConf conf) {
    conf.setIfMissing(KEY, String.valueOf(partitions));
  }

  /** The default number of partitions of a Spark context; {@code cores} are asked for last. */
  public static int of(SparkConf conf, IntSupplier cores) {
    if (conf.contains(KEY)) {
      return conf.getInt(KEY, 0);
    }
    RecoveredParallelism current = CURRENT.get();
    return current == null ? cores.getAsInt() : current.partitions;
  }
}
