// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * What the program wants committed, until there is a consumer at hand that does it: the greatest
 * end per partition, and the callback that came last. Thread-safe.
 */
final class QueuedCommits {

  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private @Nullable OffsetCommitCallback callback;

  synchronized void add(CommitRequest request) {
    callback = request.callback();
    for (OffsetRange range : request.ranges()) {
      ends.merge(range.topicPartition(), range.untilOffset(), Math::max);
    }
  }

  /** Sends one commit of all that is queued, if anything is; its outcome shows in later polls. */
  void sendBy(Consumer<?, ?> consumer) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    OffsetCommitCallback toTell;
    synchronized (this) {
      ends.forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end)));
      ends.clear();
      toTell = callback;
    }
    if (!offsets.isEmpty()) {
      consumer.commitAsync(offsets, toTell);
    }
  }
}
