// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka;

import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.kafka.legacy.MessageDataset;
import org.dstreambeam.kafka.legacy.Ranges;

/**
 * The messages of some ranges of offsets, a partition each. They are read when they are needed,
 * each time anew.
 *
 * @param <R> type of the records
 */
public class KafkaRDD<R> extends RDD<R> implements HasOffsetRanges {

  private static final long serialVersionUID = 1L;

  private final OffsetRange[] offsetRanges;

  /** An RDD over {@code dataset}, in the dataset's context. */
  public KafkaRDD(MessageDataset<R> dataset) {
    super(dataset);
    this.offsetRanges = Ranges.old(dataset.offsets());
  }

  @Override
  public OffsetRange[] offsetRanges() {
    return offsetRanges;
  }

  /** Known at once, and exact, unless there may be offsets without messages. */
  @Override
  public PartialResult<BoundedDouble> countApprox(long timeout, double confidence) {
    return ((MessageDataset<R>) dataset()).countApprox(timeout, confidence);
  }
}
