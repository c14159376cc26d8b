// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.OpenResources;
import org.jspecify.annotations.Nullable;

/**
 * A consumer for as long as somebody reads with it: taken from the cache when the first record is
 * asked for, back there after the last one, or at the end of the task. One that failed is closed.
 */
final class Lease<K, V> implements AutoCloseable {

  private final ConsumerCache cache;
  private final PartitionConsumer.Key key;
  private final long offset;
  private final boolean cached;
  private @Nullable PartitionConsumer<K, V> consumer;

  /**
   * @param offset where the reader begins
   * @param cached whether the consumer may be one that others have used, and others use later
   */
  Lease(ConsumerCache cache, PartitionConsumer.Key key, long offset, boolean cached) {
    this.cache = cache;
    this.key = key;
    this.offset = offset;
    this.cached = cached;
    OpenResources.closeAtEnd(this);
  }

  /** The consumer, at whatever offset. */
  PartitionConsumer<K, V> consumer() {
    PartitionConsumer<K, V> open = consumer;
    if (open == null) {
      open = cache.take(key, offset, cached && !isRetry());
      consumer = open;
    }
    return open;
  }

  /** Reading has failed: nobody is to go on with this consumer. */
  void fail() {
    PartitionConsumer<K, V> open = consumer;
    consumer = null;
    if (open != null) {
      cache.discard(open);
    }
  }

  /** The attempt before may have failed because of its consumer. */
  private static boolean isRetry() {
    LocalTask task = LocalTask.current();
    return task != null && task.attemptNumber() > 0;
  }

  @Override
  public void close() {
    PartitionConsumer<K, V> open = consumer;
    consumer = null;
    if (open == null) {
      return;
    }
    if (cached) {
      cache.giveBack(open);
    } else {
      cache.discard(open);
    }
  }
}
