// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkContext;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.kafka.KafkaDataset;
import org.dstreambeam.kafka.KafkaStreams;

/**
 * The records of some ranges of offsets, a partition each. They are read when they are needed, each
 * time anew; how many there are is known without reading.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class KafkaRDD<K, V> extends RDD<ConsumerRecord<K, V>> implements HasOffsetRanges {

  private static final long serialVersionUID = 1L;

  private final OffsetRange[] offsetRanges;

  /** An RDD over {@code dataset}, in the dataset's context. */
  public KafkaRDD(KafkaDataset<K, V> dataset) {
    super(dataset);
    this.offsetRanges = dataset.ranges();
  }

  /**
   * @param kafkaParams with {@code auto.offset.reset} none and without {@code enable.auto.commit}
   * @param preferredHosts without effect
   * @param useConsumerCache whether consumers are kept for the next RDD over the same partitions
   */
  public KafkaRDD(
      SparkContext sc,
      Map<String, Object> kafkaParams,
      OffsetRange[] offsetRanges,
      Map<TopicPartition, String> preferredHosts,
      boolean useConsumerCache) {
    this(KafkaDataset.of(sc, kafkaParams, offsetRanges, useConsumerCache));
  }

  @Override
  public OffsetRange[] offsetRanges() {
    return offsetRanges;
  }

  public Map<String, Object> kafkaParams() {
    return ((KafkaDataset<K, V>) dataset()).kafkaParams();
  }

  @Override
  public KafkaRDD<K, V> persist(StorageLevel newLevel) {
    KafkaStreams.warnOfPersist();
    super.persist(newLevel);
    return this;
  }

  /** Known at once, and exact, unless there may be offsets without records. */
  @Override
  public PartialResult<BoundedDouble> countApprox(long timeout, double confidence) {
    return ((KafkaDataset<K, V>) dataset()).countApprox(timeout, confidence);
  }

  /** The first records, by partition. */
  @Override
  @SuppressWarnings("unchecked") // an array of records of K and V
  public ConsumerRecord<K, V>[] take(int num) {
    return dataset().take(num).toArray(ConsumerRecord[]::new);
  }
}
