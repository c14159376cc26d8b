// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

/** Who gets which consumer. Nothing is read: there is no broker. */
class ConsumerCacheTest {

  private final ConsumerCache cache = new ConsumerCache(2);

  private static PartitionConsumer.Key key(int partition, String group) {
    Map<String, Object> params = new HashMap<>();
    params.put("bootstrap.servers", "127.0.0.1:1");
    params.put("key.deserializer", StringDeserializer.class);
    params.put("value.deserializer", StringDeserializer.class);
    params.put("group.id", group);
    return new PartitionConsumer.Key(new TopicPartition("t", partition), params);
  }

  /** A consumer that waits in the cache, at this offset. */
  private MockConsumer<Object, Object> waiting(PartitionConsumer.Key key, long offset) {
    MockConsumer<Object, Object> consumer = new MockConsumer<>(OffsetResetStrategy.NONE);
    consumer.assign(List.of(key.partition()));
    PartitionConsumer<Object, Object> reader = new PartitionConsumer<>(key, consumer);
    reader.startAt(offset);
    cache.giveBack(reader);
    return consumer;
  }

  @Test
  void theConsumerThatIsThereAlreadyIsTakenFirst() {
    waiting(key(0, "g"), 5);
    waiting(key(0, "g"), 9);

    assertThat(cache.take(key(0, "g"), 5, true).next()).isEqualTo(5);
    assertThat(cache.take(key(0, "g"), 5, true).next()).isEqualTo(9);
    assertThat(taken(key(0, "g"))).isNotPositive(); // a new one
  }

  @Test
  void otherPartitionsAndOtherParametersHaveOtherConsumers() {
    waiting(key(0, "g"), 5);

    assertThat(taken(key(1, "g"))).isNegative();
    assertThat(taken(key(0, "h"))).isNegative();
    assertThat(taken(key(0, "g"))).isEqualTo(5);
  }

  /** Where the consumer stands that is taken; it is closed. */
  private long taken(PartitionConsumer.Key key) {
    PartitionConsumer<?, ?> consumer = cache.take(key, 0, true);
    cache.discard(consumer);
    return consumer.next();
  }

  @Test
  void theOneThatWasNotUsedForTheLongestTimeMakesRoom() {
    MockConsumer<?, ?> first = waiting(key(0, "g"), 1);
    MockConsumer<?, ?> second = waiting(key(1, "g"), 1);
    waiting(key(2, "g"), 1);

    assertThat(first.closed()).isTrue();
    assertThat(second.closed()).isFalse();
  }

  @Test
  void whoWantsANewOneClosesThoseThatWait() {
    MockConsumer<?, ?> old = waiting(key(0, "g"), 0);
    PartitionConsumer<?, ?> fresh = cache.take(key(0, "g"), 0, false);

    assertThat(old.closed()).isTrue();
    assertThat(fresh.next()).isNegative();
    cache.discard(fresh);
  }

  @Test
  void consumersEndWithTheContext() {
    SparkContext context = new SparkContext(new SparkConf().setMaster("local").setAppName("cache"));
    ReadSettings settings = ReadSettings.of(context.getConf());
    ConsumerCache own = ConsumerCache.of(context, settings);
    assertThat(ConsumerCache.of(context, settings)).isSameAs(own);
    MockConsumer<Object, Object> idle = new MockConsumer<>(OffsetResetStrategy.NONE);
    own.giveBack(new PartitionConsumer<>(key(0, "g"), idle));

    context.stop();

    assertThat(idle.closed()).isTrue();
    MockConsumer<Object, Object> used = new MockConsumer<>(OffsetResetStrategy.NONE);
    own.giveBack(new PartitionConsumer<>(key(0, "g"), used));
    assertThat(used.closed()).isTrue();
  }
}
