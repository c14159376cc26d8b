// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.util.Map;
import java.util.TreeMap;

/** A set of numbers that come nearly in order: as ranges, of which there are few. */
final class NumberRanges {

  /** The first number of each range, and its last. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /** Whether {@code number} is new. */
  boolean add(long number) {
    Map.Entry<Long, Long> below = ranges.floorEntry(number);
    if (below != null && number <= below.getValue()) {
      return false;
    }
    Long last = ranges.remove(number + 1); // the range behind grows down to this
    long first = below != null && below.getValue() == number - 1 ? below.getKey() : number;
    ranges.put(first, last == null ? number : last);
    return true;
  }

  /** How many ranges there are. */
  int size() {
    return ranges.size();
  }
}
