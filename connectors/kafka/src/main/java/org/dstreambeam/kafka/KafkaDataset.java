// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.SparkContext;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.kafka010.KafkaRDD;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.rdd.ApproximateJob;
import org.dstreambeam.rdd.Dataset;

/** Ranges of offsets, a partition each; read anew whenever they are computed. */
public final class KafkaDataset<K, V> extends Dataset<ConsumerRecord<K, V>> {

  private static final long serialVersionUID = 1L;

  private final HashMap<String, Object> params;
  private final OffsetRange[] ranges;
  private final ReadSettings settings;

  /** A batch of a stream. */
  KafkaDataset(
      SparkContext context,
      CallSite callSite,
      HashMap<String, Object> params,
      OffsetRange[] ranges,
      ReadSettings settings) {
    super(context, callSite);
    this.params = params;
    this.ranges = ranges;
    this.settings = settings;
  }

  private KafkaDataset(
      SparkContext context,
      HashMap<String, Object> params,
      OffsetRange[] ranges,
      ReadSettings settings) {
    super(context);
    ExecutorParams.check(params);
    this.params = params;
    this.ranges = ranges;
    this.settings = settings;
  }

  /**
   * An RDD that the program declares.
   *
   * @throws IllegalArgumentException if consumers with these parameters could skip records or
   *     commit offsets
   */
  public static <K, V> KafkaDataset<K, V> of(
      SparkContext context, Map<String, Object> params, OffsetRange[] ranges, boolean cached) {
    return new KafkaDataset<>(
        context,
        new HashMap<>(params),
        ranges,
        ReadSettings.of(context.getConf()).withCache(cached));
  }

  @Override
  public RDD<ConsumerRecord<K, V>> toRdd() {
    return new KafkaRDD<>(this);
  }

  public Map<String, Object> kafkaParams() {
    return Collections.unmodifiableMap(params);
  }

  /** By partition. */
  public OffsetRange[] ranges() {
    return ranges.clone();
  }

  @Override
  public int partitions() {
    return ranges.length;
  }

  @Override
  public Iterator<ConsumerRecord<K, V>> compute(int partition) {
    return new RangeReader<K, V>(params, settings).read(context(), ranges[partition]);
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  /** By arithmetic, without a job, unless there may be offsets without records. */
  @Override
  public long count() {
    return settings.allowGaps()
        ? super.count()
        : Arrays.stream(ranges).mapToLong(OffsetRange::count).sum();
  }

  /** As {@link #count}. */
  @Override
  public boolean isEmpty() {
    return settings.allowGaps() ? super.isEmpty() : count() == 0;
  }

  /** As {@link #count}: exact, whatever the time. */
  public PartialResult<BoundedDouble> countApprox(long timeout, double confidence) {
    if (settings.allowGaps()) {
      return ApproximateJob.count(this, timeout, confidence);
    }
    long count = count();
    return new PartialResult<>(new BoundedDouble(count, 1.0, count, count), true);
  }

  /** In one job, over as many partitions as it takes, unless there may be gaps. */
  @Override
  public List<ConsumerRecord<K, V>> take(int n) {
    if (settings.allowGaps()) {
      return super.take(n);
    }
    List<OffsetRange> heads = new ArrayList<>();
    long left = n;
    for (OffsetRange range : ranges) {
      long taken = Math.min(left, range.count());
      if (taken > 0) {
        heads.add(
            OffsetRange.create(
                range.topicPartition(), range.fromOffset(), range.fromOffset() + taken));
        left -= taken;
      }
    }
    return heads.isEmpty()
        ? List.of()
        : new KafkaDataset<K, V>(
                context(), callSite(), params, heads.toArray(OffsetRange[]::new), settings)
            .collect();
  }

  @Override
  public String kind() {
    return "KafkaRDD";
  }
}
