// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.partial;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An estimate and the interval that the true value lies in with some probability. */
public class BoundedDouble {

  private final double mean;
  private final double confidence;
  private final double low;
  private final double high;

  /**
   * @param mean the estimate
   * @param confidence probability that the value lies between {@code low} and {@code high}, 0 to 1
   */
  public BoundedDouble(double mean, double confidence, double low, double high) {
    this.mean = mean;
    this.confidence = confidence;
    this.low = low;
    this.high = high;
  }

  public double mean() {
    return mean;
  }

  public double confidence() {
    return confidence;
  }

  public double low() {
    return low;
  }

  public double high() {
    return high;
  }

  /** The interval: {@code [9.000, 11.000]}. */
  @Override
  public String toString() {
    return String.format(Locale.getDefault(Locale.Category.FORMAT), "[%.3f, %.3f]", low, high);
  }

  @Override
  public int hashCode() {
    return Double.hashCode(mean)
        ^ Double.hashCode(confidence)
        ^ Double.hashCode(low)
        ^ Double.hashCode(high);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundedDouble that
        && mean == that.mean
        && confidence == that.confidence
        && low == that.low
        && high == that.high;
  }
}
