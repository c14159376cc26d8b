// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a pass over the pairs of a key finds for an exact sample: how many are accepted, and the
 * random numbers of those that wait. The bounds hold with all but a small chance.
 *
 * <pre>
 *   0 ---- accepted ---- acceptBelow ---- waiting ---- waitBelow ---- refused ---- 1
 * </pre>
 */
public final class Tally implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double CHANCE_TO_MISS = 5e-5;
  private static final double LEAST_RATE = 1e-10;
  private static final double LEAST_MEAN = 1e-15;

  private final List<Double> waiting = new ArrayList<>();
  private long seen;
  private long accepted;

  /** Probability that a pair is accepted; with repetition how often on average. */
  double acceptBelow = Double.NaN;

  /** Probability that a pair is accepted or waits; with repetition how often it waits. */
  double waitBelow = Double.NaN;

  /** A further pair, which is in the sample once or not at all; the bounds tighten. */
  void addAtMostOnce(double fraction, StratifiedSample.Numbers numbers) {
    double gamma = -Math.log(CHANCE_TO_MISS) / seen;
    double below = gamma * (2.0 / 3.0);
    acceptBelow = fraction + below - Math.sqrt(below * below + 3 * below * fraction);
    double above = fraction + gamma + Math.sqrt(gamma * gamma + 2 * gamma * fraction);
    waitBelow = Math.min(1, Math.max(LEAST_RATE, above));
    double number = numbers.uniform();
    if (number < acceptBelow) {
      accepted++;
    } else if (number < waitBelow) {
      waiting.add(number);
    }
    seen++;
  }

  /**
   * A further pair, which may be in the sample several times.
   *
   * @param count of the pairs of its key
   */
  void addAnyNumber(double fraction, long count, StratifiedSample.Numbers numbers) {
    if (seen == 0) {
      double size = (long) Math.ceil(count * fraction);
      double deviation = deviations(size) * Math.sqrt(size);
      double least = Math.max(size - deviation, LEAST_MEAN);
      double most = Math.max(size + deviation, LEAST_RATE);
      acceptBelow = least / count;
      waitBelow = (most - least) / count;
    }
    accepted += numbers.poissonOrNone(acceptBelow);
    int waits = numbers.poisson(waitBelow);
    for (int i = 0; i < waits; i++) {
      waiting.add(numbers.uniform());
    }
    seen++;
  }

  private static double deviations(double size) {
    return size < 6 ? 12 : size < 16 ? 9 : 6;
  }

  /** The tallies of partitions together; the bounds are those of the last that has the key. */
  public static <K> Map<K, Tally> merge(List<Map<K, Tally>> ofPartitions) {
    Map<K, Tally> all = new HashMap<>();
    for (Map<K, Tally> tallies : ofPartitions) {
      tallies.forEach((key, tally) -> all.merge(key, tally, Tally::before));
    }
    return all;
  }

  private Tally before(Tally later) {
    later.waiting.addAll(waiting);
    later.accepted += accepted;
    later.seen += seen;
    return later;
  }

  /** For each key the random number below which its pairs are in the sample. */
  public static <K> Map<K, Double> thresholds(Map<K, Tally> tallies, Map<K, Double> fractions) {
    Map<K, Double> thresholds = new HashMap<>();
    for (Map.Entry<K, Tally> entry : tallies.entrySet()) {
      // It is there: the pass fails on a key without a fraction.
      double fraction = Objects.requireNonNull(fractions.get(entry.getKey()));
      thresholds.put(entry.getKey(), entry.getValue().threshold(fraction));
    }
    return thresholds;
  }

  private double threshold(double fraction) {
    long size = (long) Math.ceil(seen * fraction);
    if (accepted > size) {
      return acceptBelow;
    }
    int toTake = (int) (size - accepted);
    if (toTake >= waiting.size()) {
      return waitBelow;
    }
    List<Double> sorted = new ArrayList<>(waiting);
    Collections.sort(sorted);
    return sorted.get(toTake);
  }
}
