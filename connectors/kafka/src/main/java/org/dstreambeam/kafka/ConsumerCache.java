// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.dstreambeam.rdd.LocalScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of a program in one JVM that nobody reads with at the moment, those that were used
 * last at the end. A batch mostly begins where the consumer of the batch before stands, with
 * records fetched ahead. Thread-safe.
 */
final class ConsumerCache {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerCache.class);

  private static final Map<LocalScheduler, ConsumerCache> CACHES = new ConcurrentHashMap<>();

  private final int capacity;
  private final Deque<PartitionConsumer<?, ?>> idle = new ArrayDeque<>();
  private final Set<PartitionConsumer<?, ?>> used =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  /**
   * @param capacity how many consumers are kept at most
   */
  ConsumerCache(int capacity) {
    this.capacity = capacity;
  }

  /** The cache of a program; closed with its context. */
  static ConsumerCache of(SparkContext context, ReadSettings settings) {
    LocalScheduler scheduler = context.localScheduler();
    ConsumerCache known = CACHES.get(scheduler);
    if (known != null) {
      return known;
    }
    ConsumerCache cache =
        CACHES.computeIfAbsent(scheduler, unknown -> new ConsumerCache(settings.capacity()));
    scheduler.onClose(
        () -> {
          CACHES.remove(scheduler);
          cache.close();
        });
    return cache;
  }

  /**
   * A consumer that is the caller's until {@link #giveBack} or {@link #discard}.
   *
   * @param offset where the caller begins to read: best one that is there already
   * @param reuse false for a new one; those that wait are closed then, as they may be no good
   */
  @SuppressWarnings("unchecked") // the deserialisers are in the key, and say what comes out
  <K, V> PartitionConsumer<K, V> take(PartitionConsumer.Key key, long offset, boolean reuse) {
    if (!reuse) {
      removeAll(key).forEach(PartitionConsumer::close);
    }
    PartitionConsumer<K, V> consumer = (PartitionConsumer<K, V>) takeIdle(key, offset);
    if (consumer == null) {
      consumer = PartitionConsumer.open(key);
    }
    synchronized (this) {
      used.add(consumer);
    }
    return consumer;
  }

  private synchronized @Nullable PartitionConsumer<?, ?> takeIdle(
      PartitionConsumer.Key key, long offset) {
    PartitionConsumer<?, ?> best = null;
    for (PartitionConsumer<?, ?> each : idle) {
      if (each.key().equals(key) && (best == null || each.next() == offset)) {
        best = each;
      }
    }
    if (best != null) {
      idle.remove(best);
    }
    return best;
  }

  private synchronized List<PartitionConsumer<?, ?>> removeAll(PartitionConsumer.Key key) {
    List<PartitionConsumer<?, ?>> removed =
        idle.stream().filter(consumer -> consumer.key().equals(key)).toList();
    idle.removeAll(removed);
    return removed;
  }

  /** Keeps a consumer for others. */
  void giveBack(PartitionConsumer<?, ?> consumer) {
    PartitionConsumer<?, ?> superfluous = keep(consumer);
    if (superfluous != null) {
      superfluous.close();
    }
  }

  /** Which one is not kept in return. */
  private synchronized @Nullable PartitionConsumer<?, ?> keep(PartitionConsumer<?, ?> consumer) {
    used.remove(consumer);
    if (closed) {
      return consumer;
    }
    idle.addLast(consumer);
    if (idle.size() <= capacity) {
      return null;
    }
    PartitionConsumer<?, ?> eldest = idle.removeFirst();
    LOG.warn(
        "KafkaConsumer cache hitting max capacity of {}, removing consumer for {}: see"
            + " spark.streaming.kafka.consumer.cache.maxCapacity",
        capacity,
        eldest.key().partition());
    return eldest;
  }

  /** Closes a consumer that nobody is to read with any more. */
  void discard(PartitionConsumer<?, ?> consumer) {
    synchronized (this) {
      used.remove(consumer);
    }
    consumer.close();
  }

  /** Closes those that wait, and has those that are read with fail, and be closed. */
  private void close() {
    List<PartitionConsumer<?, ?>> waiting;
    synchronized (this) {
      closed = true;
      waiting = List.copyOf(idle);
      idle.clear();
      used.forEach(PartitionConsumer::wakeUp);
    }
    waiting.forEach(PartitionConsumer::close);
  }
}
