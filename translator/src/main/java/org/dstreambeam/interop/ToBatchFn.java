// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import java.util.Collections;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.joda.time.Instant;

/**
 * Finds out which batch a record belongs to: the one its timestamp falls in, the first if it has
 * none.
 */
final class ToBatchFn<T> extends DoFn<T, KV<Integer, Block>> {

  private static final long serialVersionUID = 1L;

  private final long zeroTime;
  private final long batchMillis;

  ToBatchFn(long zeroTime, long batchMillis) {
    this.zeroTime = zeroTime;
    this.batchMillis = batchMillis;
  }

  @ProcessElement
  public void process(
      @Element T record, @Timestamp Instant timestamp, OutputReceiver<KV<Integer, Block>> out) {
    // The partition number is free until the batch is put together; it keeps the order of time.
    long order = Math.max(0, timestamp.getMillis() - zeroTime);
    long batchTime = batchTime(record, timestamp);
    out.output(KV.of(0, Block.of(batchTime, order, Collections.singletonList(record))));
  }

  private long batchTime(T record, Instant timestamp) {
    if (timestamp.equals(BoundedWindow.TIMESTAMP_MIN_VALUE)) {
      return zeroTime + batchMillis;
    }
    if (timestamp.getMillis() < zeroTime) {
      throw new IllegalArgumentException(
          "Record "
              + record
              + " of "
              + timestamp
              + " is from before the first batch, which begins at "
              + Instant.ofEpochMilli(zeroTime)
              + ": give the streams an earlier zero time");
    }
    return zeroTime + ((timestamp.getMillis() - zeroTime) / batchMillis + 1) * batchMillis;
  }
}
