// SPDX-License-Identifier: Apache-2.0
package kafka.message;

import kafka.serializer.Decoder;
import org.jspecify.annotations.Nullable;
import scala.Serializable;

/**
 * A record, and where it is from. Key and message are decoded whenever they are asked for. It can
 * be serialised if its decoders can, which those of Kafka cannot.
 *
 * @param <K> type of the key
 * @param <V> type of the message
 */
public class MessageAndMetadata<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int partition;
  private final long offset;
  private final byte @Nullable [] rawKey;
  private final byte @Nullable [] rawMessage;

  @SuppressWarnings("serial") // those of the program may be serialisable
  private final Decoder<K> keyDecoder;

  @SuppressWarnings("serial")
  private final Decoder<V> valueDecoder;

  /**
   * @param rawKey null if the record has no key
   * @param rawMessage null if it has no message
   */
  public MessageAndMetadata(
      String topic,
      int partition,
      byte @Nullable [] rawKey,
      byte @Nullable [] rawMessage,
      long offset,
      Decoder<K> keyDecoder,
      Decoder<V> valueDecoder) {
    this.topic = topic;
    this.partition = partition;
    this.rawKey = rawKey;
    this.rawMessage = rawMessage;
    this.offset = offset;
    this.keyDecoder = keyDecoder;
    this.valueDecoder = valueDecoder;
  }

  public String topic() {
    return topic;
  }

  /** Its number, from 0. */
  public int partition() {
    return partition;
  }

  public long offset() {
    return offset;
  }

  public Decoder<K> keyDecoder() {
    return keyDecoder;
  }

  public Decoder<V> valueDecoder() {
    return valueDecoder;
  }

  /** The key; null if there is none. */
  public @Nullable K key() {
    return rawKey == null ? null : keyDecoder.fromBytes(rawKey);
  }

  /** The message; null if there is none, as where a compacted topic is told to forget the key. */
  public @Nullable V message() {
    return rawMessage == null ? null : valueDecoder.fromBytes(rawMessage);
  }

  @Override
  public String toString() {
    return "MessageAndMetadata(" + topic + "," + partition + "," + offset + ")";
  }
}
