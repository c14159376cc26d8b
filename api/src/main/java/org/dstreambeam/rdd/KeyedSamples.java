// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkUnsupportedOperationException;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.StratifiedSample;
import org.dstreambeam.compute.Tally;
import scala.Tuple2;

/** {@code sampleByKey} and {@code sampleByKeyExact}: for a seed what Spark gives. */
public final class KeyedSamples {

  private KeyedSamples() {}

  /**
   * A sample of about the given fraction of each key.
   *
   * @throws IllegalArgumentException if a fraction is negative
   */
  public static <K, V> Dataset<Tuple2<K, V>> of(
      Dataset<Tuple2<K, V>> pairs, boolean withReplacement, Map<K, Double> fractions, long seed) {
    Map<K, Double> rates = checked(fractions);
    return pairs.narrow(
        withReplacement
            ? StratifiedSample.anyNumber(rates, seed)
            : StratifiedSample.atMostOnce(rates, seed),
        true);
  }

  /**
   * As many of each key as its fraction, rounded up, says, with all but a small chance. Runs a job
   * or, with replacement, two.
   *
   * @throws IllegalArgumentException if a fraction is negative
   * @throws UnsupportedOperationException {@code empty collection}, if there is no partition
   */
  public static <K, V> Dataset<Tuple2<K, V>> exact(
      Dataset<Tuple2<K, V>> pairs, boolean withReplacement, Map<K, Double> fractions, long seed) {
    Map<K, Double> rates = checked(fractions);
    if (!withReplacement) {
      NarrowFunction<Tuple2<K, V>, Map<K, Tally>> pass = StratifiedSample.tally(rates, null, seed);
      Map<K, Double> thresholds = Tally.thresholds(merged(pairs, pass), rates);
      return pairs.narrow(StratifiedSample.atMostOnce(thresholds, seed), true);
    }
    Map<K, Long> counts = Counts.byKey(pairs);
    Map<K, Tally> tallies = merged(pairs, StratifiedSample.tally(rates, counts, seed));
    return pairs.narrow(
        StratifiedSample.anyNumber(tallies, Tally.thresholds(tallies, rates), seed), true);
  }

  private static <K> Map<K, Double> checked(Map<K, Double> fractions) {
    Map<K, Double> rates = new HashMap<>();
    for (Map.Entry<K, Double> fraction : fractions.entrySet()) {
      double rate = fraction.getValue() == null ? 0 : fraction.getValue(); // as Scala unboxes it
      if (!(rate >= 0)) {
        throw new IllegalArgumentException("requirement failed: Negative sampling rates.");
      }
      rates.put(fraction.getKey(), rate);
    }
    return rates;
  }

  private static <K, V> Map<K, Tally> merged(
      Dataset<Tuple2<K, V>> pairs, NarrowFunction<Tuple2<K, V>, Map<K, Tally>> pass) {
    List<Map<K, Tally>> tallies = pairs.narrow(pass, false).collect();
    if (tallies.isEmpty()) {
      throw new SparkUnsupportedOperationException("empty collection");
    }
    return Tally.merge(tallies);
  }
}
