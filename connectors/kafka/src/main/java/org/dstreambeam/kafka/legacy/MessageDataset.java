// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.kafka.KafkaRDD;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.kafka.RangeReader;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.rdd.ApproximateJob;
import org.dstreambeam.rdd.Dataset;

/**
 * Ranges of offsets, a partition each, read and decoded anew whenever they are computed. Offsets
 * may have no message, as in compacted topics; to be counted exactly they need {@value
 * #GAPS_ARE_COUNTED}.
 */
public final class MessageDataset<R> extends Dataset<R> {

  private static final long serialVersionUID = 1L;

  private static final String GAPS_ARE_COUNTED = "spark.streaming.kafka.allowNonConsecutiveOffsets";

  private final RangeReader<byte[], byte[]> ranges;
  private final MessageReader<?, ?, R> messages;
  private final OffsetRange[] offsets;
  private final boolean mayHaveGaps;

  /** A batch of a stream. */
  MessageDataset(
      SparkContext context,
      CallSite callSite,
      HashMap<String, Object> params,
      MessageReader<?, ?, R> messages,
      OffsetRange[] offsets) {
    super(context, callSite);
    this.ranges = RangeReader.overGaps(context, params);
    this.messages = messages;
    this.offsets = offsets;
    this.mayHaveGaps = context.getConf().getBoolean(GAPS_ARE_COUNTED, false);
  }

  /** An RDD that the program declares. */
  MessageDataset(
      SparkContext context,
      HashMap<String, Object> params,
      MessageReader<?, ?, R> messages,
      OffsetRange[] offsets) {
    super(context);
    this.ranges = RangeReader.overGaps(context, params);
    this.messages = messages;
    this.offsets = offsets;
    this.mayHaveGaps = context.getConf().getBoolean(GAPS_ARE_COUNTED, false);
  }

  @Override
  public RDD<R> toRdd() {
    return new KafkaRDD<>(this);
  }

  /** By partition. */
  public OffsetRange[] offsets() {
    return offsets.clone();
  }

  @Override
  public int partitions() {
    return offsets.length;
  }

  @Override
  public Iterator<R> compute(int partition) {
    return messages.read(ranges.read(context(), offsets[partition]));
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  /** By arithmetic, without a job, unless the configuration says that there may be gaps. */
  @Override
  public long count() {
    return mayHaveGaps ? super.count() : Arrays.stream(offsets).mapToLong(OffsetRange::count).sum();
  }

  /** As {@link #count}. */
  @Override
  public boolean isEmpty() {
    return mayHaveGaps ? super.isEmpty() : count() == 0;
  }

  /** As {@link #count}: exact, whatever the time. */
  public PartialResult<BoundedDouble> countApprox(long timeout, double confidence) {
    if (mayHaveGaps) {
      return ApproximateJob.count(this, timeout, confidence);
    }
    long count = count();
    return new PartialResult<>(new BoundedDouble(count, 1.0, count, count), true);
  }

  @Override
  public String kind() {
    return "KafkaRDD";
  }
}
