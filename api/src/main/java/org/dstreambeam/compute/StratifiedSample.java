// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A random sample of the pairs of each key, by a fraction of its own. For a seed it is Spark's.
 *
 * <p>An exact sample takes a pass before: {@link Tally} accepts at once what is all but certain to
 * be in the sample, and puts what may be on a waiting list; the number that would have brought in
 * just enough becomes the key's threshold. The sample then draws the same numbers again.
 */
public final class StratifiedSample {

  private StratifiedSample() {}

  /** Each pair at most once, if its random number is less than its key's threshold. */
  public static <K, V> NarrowFunction<Tuple2<K, V>, Tuple2<K, V>> atMostOnce(
      Map<K, Double> thresholds, long seed) {
    return (partition, pairs) -> {
      Numbers numbers = new Numbers(seed + partition);
      return new FilterIterator<>(pairs, pair -> numbers.uniform() < of(thresholds, pair._1()));
    };
  }

  /** Each pair any number of times, Poisson distributed. */
  public static <K, V> NarrowFunction<Tuple2<K, V>, Tuple2<K, V>> anyNumber(
      Map<K, Double> means, long seed) {
    return (partition, pairs) -> {
      Numbers numbers = new Numbers(seed + partition);
      return repeated(pairs, pair -> numbers.poisson(of(means, pair._1())));
    };
  }

  /** Each pair any number of times: those accepted, and those waiting up to a threshold. */
  public static <K, V> NarrowFunction<Tuple2<K, V>, Tuple2<K, V>> anyNumber(
      Map<K, Tally> tallies, Map<K, Double> thresholds, long seed) {
    return (partition, pairs) -> {
      Numbers numbers = new Numbers(seed + partition);
      return repeated(
          pairs,
          pair -> {
            Tally tally = of(tallies, pair._1());
            int accepted = numbers.poissonOrNone(tally.acceptBelow);
            int waiting = numbers.poisson(tally.waitBelow);
            double threshold = of(thresholds, pair._1());
            int count = accepted;
            for (int i = 0; i < waiting; i++) {
              count += numbers.uniform() < threshold ? 1 : 0;
            }
            return count;
          });
    };
  }

  private static <T> Iterator<T> repeated(Iterator<T> records, Function<T, Integer> times) {
    return new FlatMapIterator<>(
        records, record -> Collections.nCopies(times.call(record), record).iterator());
  }

  /** What a pass over one partition finds for each key. */
  public static <K, V> NarrowFunction<Tuple2<K, V>, Map<K, Tally>> tally(
      Map<K, Double> fractions, @Nullable Map<K, Long> counts, long seed) {
    return (partition, pairs) -> {
      Numbers numbers = new Numbers(seed + partition);
      Map<K, Tally> tallies = new HashMap<>();
      while (pairs.hasNext()) {
        K key = pairs.next()._1();
        double fraction = of(fractions, key);
        Tally tally = tallies.computeIfAbsent(key, k -> new Tally());
        if (counts == null) {
          tally.addAtMostOnce(fraction, numbers);
        } else {
          tally.addAnyNumber(fraction, of(counts, key), numbers);
        }
      }
      return List.of(tallies).iterator();
    };
  }

  /** As a Scala map: a key that is not there is an error. */
  private static <K, V> V of(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new NoSuchElementException("key not found: " + key);
    }
    return value;
  }

  /** Random numbers of one partition. */
  static final class Numbers {
    private final XorShiftRandom uniform;
    private final long seed;
    private final Map<Double, PoissonDistribution> distributions = new HashMap<>();

    Numbers(long seed) {
      this.uniform = new XorShiftRandom(seed);
      this.seed = seed;
    }

    double uniform() {
      return uniform.nextDouble();
    }

    int poisson(double mean) {
      return distributions.computeIfAbsent(mean, this::distribution).sample();
    }

    int poissonOrNone(double mean) {
      return mean == 0 ? 0 : poisson(mean);
    }

    private PoissonDistribution distribution(double mean) {
      PoissonDistribution distribution = new PoissonDistribution(mean);
      distribution.reseedRandomGenerator(seed);
      return distribution;
    }
  }
}
