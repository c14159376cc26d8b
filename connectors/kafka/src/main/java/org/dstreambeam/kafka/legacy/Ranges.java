// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.Arrays;
import org.apache.spark.streaming.kafka.OffsetRange;

/** Ranges of offsets of both APIs. */
public final class Ranges {

  private Ranges() {}

  public static OffsetRange[] old(org.apache.spark.streaming.kafka010.OffsetRange[] ranges) {
    return Arrays.stream(ranges)
        .map(
            range ->
                OffsetRange.create(
                    range.topic(), range.partition(), range.fromOffset(), range.untilOffset()))
        .toArray(OffsetRange[]::new);
  }

  static org.apache.spark.streaming.kafka010.OffsetRange[] ofClients(OffsetRange[] ranges) {
    return Arrays.stream(ranges)
        .map(
            range ->
                org.apache.spark.streaming.kafka010.OffsetRange.create(
                    range.topic(), range.partition(), range.fromOffset(), range.untilOffset()))
        .toArray(org.apache.spark.streaming.kafka010.OffsetRange[]::new);
  }
}
