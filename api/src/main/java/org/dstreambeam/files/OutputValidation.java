// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;

/**
 * Whether a save refuses an output directory that exists. In streaming jobs it does not: a batch
 * that is run again has to write where it wrote before. Threads that such a job starts inherit it.
 */
public final class OutputValidation {

  private static final InheritableThreadLocal<Boolean> STREAMING =
      new InheritableThreadLocal<>() {
        @Override
        protected Boolean initialValue() {
          return false;
        }
      };

  private OutputValidation() {}

  /** Runs what belongs to a batch of a stream. */
  public static <T> T without(Callable<T> batch) throws Exception {
    Boolean outer = STREAMING.get();
    STREAMING.set(true);
    try {
      return batch.call();
    } finally {
      STREAMING.set(outer);
    }
  }

  static boolean isOn(SparkConf conf) {
    return !STREAMING.get() && conf.getBoolean("spark.hadoop.validateOutputSpecs", true);
  }
}
