// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rate;

import java.util.OptionalDouble;

/**
 * A controller of the rate at which records come in, after Spark's: a PID controller whose set
 * point is the rate at which the last batch was processed.
 *
 * <pre>
 *   new = max(minRate, last - proportional * (last - processed)
 *                           - integral * (scheduling delay * processed / batch interval)
 *                           - derivative * (growth of the error per second))
 * </pre>
 *
 * <p>The middle term is what has piled up: the records that could have been processed while the
 * batch waited. Batches that are empty, took no time, or come out of order teach nothing. The first
 * one that teaches something only sets {@code last}.
 *
 * <p>Not thread-safe.
 */
public final class PidRateEstimator {

  private static final double MILLIS_PER_SECOND = 1000;

  private final long batchMillis;
  private final double proportional;
  private final double integral;
  private final double derivative;
  private final double minRate;

  private boolean isFirst = true;
  private long lastTime = -1;
  private double lastRate;
  private double lastError;

  /**
   * @param batchMillis the batch interval
   * @param proportional weight of the difference between the last rate and that of processing
   * @param integral weight of what waits to be processed
   * @param derivative weight of the growth of that difference
   * @param minRate records per second below which no estimate falls
   * @throws IllegalArgumentException if one of them is negative, or the interval or the rate 0
   */
  public PidRateEstimator(
      long batchMillis, double proportional, double integral, double derivative, double minRate) {
    require(
        batchMillis > 0,
        "Specified batch interval " + batchMillis + " in PIDRateEstimator is invalid.");
    require(
        proportional >= 0,
        "Proportional term " + proportional + " in PIDRateEstimator should be >= 0.");
    require(integral >= 0, "Integral term " + integral + " in PIDRateEstimator should be >= 0.");
    require(
        derivative >= 0, "Derivative term " + derivative + " in PIDRateEstimator should be >= 0.");
    require(minRate > 0, "Minimum rate in PIDRateEstimator should be > 0");
    this.batchMillis = batchMillis;
    this.proportional = proportional;
    this.integral = integral;
    this.derivative = derivative;
    this.minRate = minRate;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("requirement failed: " + message);
    }
  }

  /**
   * Learns from a batch that is done.
   *
   * @param time when it was, ms
   * @param records how many it had
   * @param processingMillis how long it was processed
   * @param schedulingMillis how long it had waited before
   * @return records per second that should come in; empty if the batch teaches nothing, or is the
   *     first that does
   */
  public OptionalDouble compute(
      long time, long records, long processingMillis, long schedulingMillis) {
    if (time <= lastTime || records <= 0 || processingMillis <= 0) {
      return OptionalDouble.empty();
    }
    double seconds = (time - lastTime) / MILLIS_PER_SECOND;
    double processed = (double) records / processingMillis * MILLIS_PER_SECOND;
    lastTime = time;
    if (isFirst) {
      isFirst = false;
      lastRate = processed;
      lastError = 0;
      return OptionalDouble.empty();
    }
    double error = lastRate - processed;
    double waiting = schedulingMillis * processed / batchMillis;
    double growth = (error - lastError) / seconds;
    double rate =
        Math.max(
            minRate, lastRate - proportional * error - integral * waiting - derivative * growth);
    lastRate = rate;
    lastError = error;
    return OptionalDouble.of(rate);
  }
}
