// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dstreambeam.compute.KeyRanges;
import org.dstreambeam.compute.KeyRanges.Weighted;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.Reservoir;
import scala.Product2;

/**
 * Ranges of keys of about equal size, from a sample.
 *
 * <pre>
 *   every partition --reservoir--> up to 3 times its share of the sample   1st job
 *   partitions much larger than others --one pass more--> their full share 2nd job, rarely
 * </pre>
 *
 * <p>Sizes, weights and seeds are Spark's, so that the same records make the same ranges. The seeds
 * come from the identifiers of RDDs: those count on as they do there.
 */
public final class RangeSketch {

  private static final double MOST_SAMPLED = 1e6;

  /** More from each partition than its share, lest a large one have too few. */
  private static final double OVERSAMPLING = 3.0;

  private RangeSketch() {}

  /**
   * Runs a job, unless there shall be no more than one range.
   *
   * @param most ranges at most
   * @param perRange size of the sample for each range, more than 0
   */
  public static <K, V> KeyRanges<K> ranges(
      Dataset<? extends Product2<K, V>> pairs,
      int most,
      int perRange,
      Comparator<K> order,
      boolean ascending) {
    if (most <= 1) {
      return KeyRanges.one(order, ascending);
    }
    double sampleSize = Math.min((double) perRange * most, MOST_SAMPLED);
    int ofPartition = (int) Math.ceil(OVERSAMPLING * sampleSize / pairs.partitions());
    Dataset<K> keys = keys(pairs);
    List<Reservoir<K>> reservoirs = reservoirs(keys, ofPartition);
    long total = reservoirs.stream().mapToLong(Reservoir::seen).sum();
    if (total == 0) {
      return KeyRanges.one(order, ascending);
    }
    double fraction = Math.min(sampleSize / total, 1.0);
    int[] large =
        IntStream.range(0, reservoirs.size())
            .filter(partition -> fraction * reservoirs.get(partition).seen() > ofPartition)
            .toArray();
    List<Weighted<K>> sample = new ArrayList<>();
    for (Reservoir<K> reservoir : reservoirs) {
      if (fraction * reservoir.seen() <= ofPartition) {
        float weight = (float) ((double) reservoir.seen() / reservoir.sample().size());
        reservoir.sample().forEach(key -> sample.add(new Weighted<>(key, weight)));
      }
    }
    if (large.length > 0) {
      float weight = (float) (1.0 / fraction);
      int seed = byteswap32(-pairs.id() - 1);
      Samples.of(new PrunedDataset<>(keys(pairs), large), false, fraction, seed)
          .collect()
          .forEach(key -> sample.add(new Weighted<>(key, weight)));
    }
    return KeyRanges.ofEqualWeight(sample, Math.min(most, sample.size()), order, ascending);
  }

  private static <K, V> Dataset<K> keys(Dataset<? extends Product2<K, V>> pairs) {
    @SuppressWarnings("unchecked") // a dataset only produces
    Dataset<Product2<K, V>> products = (Dataset<Product2<K, V>>) pairs;
    return products.narrow(Narrow.firsts(), false);
  }

  private static <K> List<Reservoir<K>> reservoirs(Dataset<K> keys, int size) {
    int scrambled = keys.id() << 16;
    return keys.<Reservoir<K>>narrow(
            (partition, records) ->
                List.of(Reservoir.of(records, size, byteswap32(partition ^ scrambled))).iterator(),
            false)
        .collect();
  }

  private static int byteswap32(int value) {
    return scala.util.hashing.package$.MODULE$.byteswap32(value);
  }
}
