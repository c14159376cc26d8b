// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.message.MessageAndMetadata;
import kafka.serializer.StringDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.streaming.Durations;
import org.dstreambeam.kafka.KafkaSourceNode;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.CutterInbox;
import org.junit.jupiter.api.Test;

/** A direct stream as a part of a program. */
class MessageSourceNodeTest {

  private static final Map<String, String> PARAMS =
      Map.of("bootstrap.servers", "a:1", "sasl.jaas.config", "my secret");

  private static MessageSourceNode<String> node() {
    HashMap<String, Object> params = OldParams.withoutGroup(PARAMS);
    Map<TopicPartition, Long> begins = new HashMap<>();
    for (int i = 10; i >= 0; i--) {
      begins.put(new TopicPartition("t", i), 0L);
    }
    return new MessageSourceNode<>(
        new KafkaSourceNode<>(
            new FixedPartitions(params, begins),
            new SameRate(new SparkConf(false)),
            params,
            new CutterInbox(),
            Durations.seconds(1),
            CallSite.named("stream")),
        reader(message -> message.offset() + message.message()));
  }

  private static MessageReader<String, String, String> reader(
      Function<MessageAndMetadata<String, String>, String> handler) {
    return new MessageReader<>(
        new Decoders<>(StringDecoder.class, StringDecoder.class, PARAMS), handler);
  }

  @Test
  void travelsToAnotherJvmWithItsHandler() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(node());
    }
    MessageSourceNode<?> arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (MessageSourceNode<?>) in.readObject();
    }
    List<ConsumerRecord<byte[], byte[]>> records =
        List.of(new ConsumerRecord<>("t", 0, 7, null, new byte[] {'a'}));

    assertThat(arrived.messages().read(records.iterator()).next()).isEqualTo("7a");
  }

  @Test
  void showsItsPartitionsInOrderAndNoParameters() {
    assertThat(node())
        .hasToString("stream [t-0, t-1, t-2, t-3, t-4, t-5, t-6, t-7, t-8, t-9, t-10]");
    assertThat(new Decoders<>(StringDecoder.class, StringDecoder.class, PARAMS))
        .hasToString("StringDecoder, StringDecoder");
  }

  @Test
  void aHandlerThatCannotTravelIsRefusedAtOnce() {
    Object captured = new Object();

    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> reader(message -> message.topic() + captured))
        .withMessage("Task not serializable");
  }
}
