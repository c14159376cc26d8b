// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.Serializable;

/**
 * Records of one key.
 *
 * @param count how many
 * @param sum of their values
 */
record Tally(long count, long sum) implements Serializable {

  static Tally of(String value) {
    return new Tally(1, Long.parseLong(value));
  }

  Tally plus(Tally other) {
    return new Tally(count + other.count, sum + other.sum);
  }
}
