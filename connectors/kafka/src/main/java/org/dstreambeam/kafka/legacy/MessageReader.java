// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.io.Serializable;
import java.util.Iterator;
import kafka.message.MessageAndMetadata;
import kafka.serializer.Decoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.function.Function;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.compute.TaskFunction;

/** What becomes of the bytes of a partition, in a task: decoded, and given to the handler. */
public final class MessageReader<K, V, R> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Decoders<K, V> decoders;
  private final TaskFunction<Function<MessageAndMetadata<K, V>, R>> handler;

  /**
   * @param handler makes a record of a message, in tasks
   */
  public MessageReader(Decoders<K, V> decoders, Function<MessageAndMetadata<K, V>, R> handler) {
    this.decoders = decoders;
    this.handler = TaskFunction.of(handler);
  }

  /** Starts a task: it has decoders of its own, and its copy of the handler. */
  Iterator<R> read(Iterator<ConsumerRecord<byte[], byte[]>> records) {
    Decoder<K> keyDecoder = decoders.keyDecoder();
    Decoder<V> valueDecoder = decoders.valueDecoder();
    Function<MessageAndMetadata<K, V>, R> ofTask = handler.perTask();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public R next() {
        try {
          return ofTask.call(message(records.next(), keyDecoder, valueDecoder));
        } catch (Exception e) {
          throw Rethrow.as(e);
        }
      }
    };
  }

  static <K, V> MessageAndMetadata<K, V> message(
      ConsumerRecord<byte[], byte[]> record, Decoder<K> keyDecoder, Decoder<V> valueDecoder) {
    return new MessageAndMetadata<>(
        record.topic(),
        record.partition(),
        record.key(),
        record.value(),
        record.offset(),
        keyDecoder,
        valueDecoder);
  }
}
