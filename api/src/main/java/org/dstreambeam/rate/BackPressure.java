// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rate;

import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/** What the configuration says of back-pressure: {@code spark.streaming.backpressure.*}. */
public final class BackPressure {

  private static final String PREFIX = "spark.streaming.backpressure.";
  private static final String ENABLED = PREFIX + "enabled";
  private static final String ESTIMATOR = PREFIX + "rateEstimator";

  /** Records per second before there is an estimate; applies without back-pressure, too. */
  public static final String INITIAL_RATE = PREFIX + "initialRate";

  private BackPressure() {}

  public static boolean isEnabled(SparkConf conf) {
    return conf.getBoolean(ENABLED, false);
  }

  /**
   * Whether an input stream can be declared with it.
   *
   * @throws IllegalArgumentException as {@link #estimator} does
   */
  public static void check(SparkConf conf, long batchMillis) {
    var unused = estimator(conf, batchMillis);
  }

  /**
   * A new estimator, for one input stream.
   *
   * @return null if there is to be no back-pressure
   * @throws IllegalArgumentException if the estimator is unknown, or a parameter out of its range
   */
  public static @Nullable PidRateEstimator estimator(SparkConf conf, long batchMillis) {
    if (!isEnabled(conf)) {
      return null;
    }
    String name = conf.get(ESTIMATOR, "pid");
    if (!name.equals("pid")) {
      throw new IllegalArgumentException("Unknown rate estimator: " + name);
    }
    return new PidRateEstimator(
        batchMillis,
        conf.getDouble(PREFIX + "pid.proportional", 1.0),
        conf.getDouble(PREFIX + "pid.integral", 0.2),
        conf.getDouble(PREFIX + "pid.derived", 0.0),
        conf.getDouble(PREFIX + "pid.minRate", 100));
  }
}
