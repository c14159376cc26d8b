// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A uniform sample of records whose number is not known before they were all seen: Vitter's
 * algorithm R. For a seed the sample is Spark's.
 *
 * @param sample all of the records, if there are not more than asked for
 * @param seen how many records there were
 */
public record Reservoir<T>(List<T> sample, long seen) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * @param size of the sample, at most
   */
  public static <T> Reservoir<T> of(Iterator<T> records, int size, long seed) {
    List<T> sample = new ArrayList<>();
    while (sample.size() < size && records.hasNext()) {
      sample.add(records.next());
    }
    long seen = sample.size();
    XorShiftRandom random = new XorShiftRandom(seed);
    while (records.hasNext()) {
      T candidate = records.next();
      seen++;
      long place = (long) (random.nextDouble() * seen);
      if (place < size) {
        sample.set((int) place, candidate);
      }
    }
    return new Reservoir<>(sample, seen);
  }
}
