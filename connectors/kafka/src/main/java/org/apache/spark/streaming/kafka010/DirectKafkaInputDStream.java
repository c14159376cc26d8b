// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.InputDStream;
import org.dstreambeam.kafka.CommitRequest;
import org.dstreambeam.kafka.KafkaSourceNode;
import org.dstreambeam.kafka.KafkaStreams;
import org.dstreambeam.plan.Slices;
import org.dstreambeam.plan.TravellingStream;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The records of topics, batch by batch; see {@link KafkaUtils#createDirectStream}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class DirectKafkaInputDStream<K, V> extends InputDStream<ConsumerRecord<K, V>>
    implements CanCommitOffsets, TravellingStream {

  private static final long serialVersionUID = 1L;

  private final transient KafkaSourceNode<K, V> node;

  /**
   * The next input stream of {@code context}.
   *
   * @param locationStrategy without effect
   */
  @SuppressWarnings("this-escape") // only kept
  public DirectKafkaInputDStream(
      StreamingContext context,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy,
      PerPartitionConfig ppc) {
    this(
        context,
        KafkaStreams.declare(context, consumerStrategy, ppc),
        context.lifecycle().plan().sourceCount() - 1);
    context.lifecycle().plan().declared(this);
  }

  /** The stream in another JVM. */
  DirectKafkaInputDStream(StreamingContext context, KafkaSourceNode<K, V> node, int id) {
    super(context, node, id);
    this.node = node;
  }

  @Override
  public Object form() {
    return new DirectStreamForm<>(context(), node, id());
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public Option<RDD<ConsumerRecord<K, V>>> compute(Time validTime) {
    return Option.apply(Slices.compute(this, validTime));
  }

  @Override
  public DStream<ConsumerRecord<K, V>> persist(StorageLevel level) {
    KafkaStreams.warnOfPersist();
    return super.persist(level);
  }

  @Override
  public void commitAsync(OffsetRange[] offsetRanges) {
    commitAsync(offsetRanges, null);
  }

  @Override
  public void commitAsync(OffsetRange[] offsetRanges, @Nullable OffsetCommitCallback callback) {
    node.inbox().tell(CommitRequest.of(offsetRanges, callback));
  }
}
