// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.jspecify.annotations.Nullable;

/** The records of a range in which some offsets have none, or all: of a compacted topic, say. */
final class GapIterator<K, V> implements Iterator<ConsumerRecord<K, V>> {

  private final Lease<K, V> lease;
  private final OffsetRange range;
  private final long pollMillis;
  private @Nullable ConsumerRecord<K, V> ready;
  private boolean started;
  private boolean ended;

  GapIterator(Lease<K, V> lease, OffsetRange range, long pollMillis) {
    this.lease = lease;
    this.range = range;
    this.pollMillis = pollMillis;
  }

  @Override
  public boolean hasNext() {
    if (ready == null && !ended) {
      ready = read();
      if (ready == null) {
        ended = true;
        lease.close();
      }
    }
    return ready != null;
  }

  private @Nullable ConsumerRecord<K, V> read() {
    try {
      PartitionConsumer<K, V> consumer = lease.consumer();
      if (!started) {
        consumer.startAt(range.fromOffset());
        started = true;
      }
      return consumer.before(range.untilOffset(), pollMillis);
    } catch (Throwable e) {
      lease.fail();
      throw e;
    }
  }

  @Override
  public ConsumerRecord<K, V> next() {
    ConsumerRecord<K, V> record = hasNext() ? ready : null;
    if (record == null) {
      throw new NoSuchElementException();
    }
    ready = null;
    return record;
  }
}
