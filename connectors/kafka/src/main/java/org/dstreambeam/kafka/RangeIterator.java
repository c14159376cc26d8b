// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.compute.CountableIterator;

/** The records of a range that has one at each offset. To count them takes no consumer. */
final class RangeIterator<K, V> implements CountableIterator<ConsumerRecord<K, V>> {

  private final Lease<K, V> lease;
  private final long end;
  private final long pollMillis;
  private long offset;

  RangeIterator(Lease<K, V> lease, OffsetRange range, long pollMillis) {
    this.lease = lease;
    this.offset = range.fromOffset();
    this.end = range.untilOffset();
    this.pollMillis = pollMillis;
  }

  @Override
  public boolean hasNext() {
    return offset < end;
  }

  @Override
  public ConsumerRecord<K, V> next() {
    if (offset >= end) {
      throw new NoSuchElementException();
    }
    try {
      ConsumerRecord<K, V> record = lease.consumer().at(offset, pollMillis);
      offset++;
      if (offset == end) {
        lease.close();
      }
      return record;
    } catch (Throwable e) {
      lease.fail();
      throw e;
    }
  }

  @Override
  public long countRemaining() {
    long count = end - offset;
    offset = end;
    lease.close();
    return count;
  }
}
