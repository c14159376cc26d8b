// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.io.Serializable;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.kafka.KafkaSourceNode;

/** A direct stream on its way to another JVM, where driver functions commit offsets with it. */
record DirectStreamForm<K, V>(StreamingContext context, KafkaSourceNode<K, V> node, int id)
    implements Serializable {

  private Object readResolve() {
    return new DirectKafkaInputDStream<>(context, node, id);
  }
}
