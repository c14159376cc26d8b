// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import kafka.serializer.Decoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Makes pairs of records, with decoders that one thread has for itself. */
record MessageDecoder<K, V>(Decoder<K> keys, Decoder<V> values) {

  /** Key and message; null where the record has none. */
  Tuple2<K, V> pair(ConsumerRecord<byte[], byte[]> record) {
    return new Tuple2<>(decoded(keys, record.key()), decoded(values, record.value()));
  }

  private static <T> @Nullable T decoded(Decoder<T> decoder, byte @Nullable [] bytes) {
    return bytes == null ? null : decoder.fromBytes(bytes);
  }
}
