// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.sampling;

/**
 * The fraction that makes a sample of at least a given size all but certain (0.9999), so that
 * {@code takeSample} rarely needs a second pass.
 */
public final class SampleSize {

  private static final double LEAST_FRACTION = 1e-10;
  private static final double CHANCE_TO_MISS = 1e-4;

  private SampleSize() {}

  /**
   * @param size the records wanted at least
   * @param total the records there are
   */
  public static double fraction(int size, long total, boolean withReplacement) {
    return withReplacement
        ? poissonBound(size) / total
        : binomialBound(total, (double) size / total);
  }

  private static double poissonBound(double size) {
    double deviations = size < 6 ? 12 : size < 16 ? 9 : 6;
    return Math.max(size + deviations * Math.sqrt(size), LEAST_FRACTION);
  }

  /** A Chernoff bound. */
  private static double binomialBound(long total, double fraction) {
    double gamma = -Math.log(CHANCE_TO_MISS) / total;
    double bound = fraction + gamma + Math.sqrt(gamma * gamma + 2 * gamma * fraction);
    return Math.min(1, Math.max(LEAST_FRACTION, bound));
  }
}
