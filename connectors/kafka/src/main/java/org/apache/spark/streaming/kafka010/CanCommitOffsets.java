// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.jspecify.annotations.Nullable;

/** A stream that can store offsets in Kafka for its consumer group: a direct stream. */
public interface CanCommitOffsets {

  /** As the other, without a callback. */
  void commitAsync(OffsetRange[] offsetRanges);

  /**
   * Has the ends of these ranges committed while the next batch is prepared; the greatest one per
   * partition, if there are several by then. What waits when the program stops is not committed.
   *
   * @param callback told, on a thread of the stream, of each commit from now on, also of ranges
   *     that were given before; null for none
   */
  void commitAsync(OffsetRange[] offsetRanges, @Nullable OffsetCommitCallback callback);
}
