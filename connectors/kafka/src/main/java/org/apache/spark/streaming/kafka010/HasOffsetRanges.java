// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

/**
 * An RDD that knows the offsets of its records: that of a direct stream, or of {@code createRDD}.
 */
public interface HasOffsetRanges {

  /** One range per partition of the RDD, in their order; empty ones included. */
  OffsetRange[] offsetRanges();
}
