// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.sampling;

import java.util.Random;

/** Draws how many records to leave out, then how often the one behind them is taken. */
final class Gaps implements Occurrences {

  private final Random random;
  private final double logOfLeavingOut;
  private final Occurrences taken;
  private int toLeaveOut;

  /**
   * @param logOfLeavingOut natural logarithm of the probability that a record is left out
   * @param taken how often a record is taken that is not left out
   */
  Gaps(Random random, double logOfLeavingOut, Occurrences taken) {
    this.random = random;
    this.logOfLeavingOut = logOfLeavingOut;
    this.taken = taken;
    draw();
  }

  @Override
  public int next() {
    if (toLeaveOut > 0) {
      toLeaveOut--;
      return 0;
    }
    int count = taken.next();
    draw();
    return count;
  }

  private void draw() {
    double number = Math.max(random.nextDouble(), Sampling.LEAST_RANDOM);
    toLeaveOut = (int) (Math.log(number) / logOfLeavingOut);
  }
}
