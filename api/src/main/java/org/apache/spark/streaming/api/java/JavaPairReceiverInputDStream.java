// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * A stream of the pairs that a receiver stores.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class JavaPairReceiverInputDStream<K, V> extends JavaPairInputDStream<K, V> {

  private final ReceiverInputDStream<Tuple2<K, V>> receiverInputDStream;
  private final transient ClassTag<K> kClassTag;
  private final transient ClassTag<V> vClassTag;

  public JavaPairReceiverInputDStream(
      ReceiverInputDStream<Tuple2<K, V>> receiverInputDStream,
      ClassTag<K> kClassTag,
      ClassTag<V> vClassTag) {
    super(receiverInputDStream, kClassTag, vClassTag);
    this.receiverInputDStream = receiverInputDStream;
    this.kClassTag = kClassTag;
    this.vClassTag = vClassTag;
  }

  public static <K, V> JavaPairReceiverInputDStream<K, V> fromReceiverInputDStream(
      ReceiverInputDStream<Tuple2<K, V>> receiverInputDStream,
      ClassTag<K> kClassTag,
      ClassTag<V> vClassTag) {
    return new JavaPairReceiverInputDStream<>(receiverInputDStream, kClassTag, vClassTag);
  }

  public ReceiverInputDStream<Tuple2<K, V>> receiverInputDStream() {
    return receiverInputDStream;
  }

  @Override
  public ClassTag<K> kClassTag() {
    return kClassTag;
  }

  @Override
  public ClassTag<V> vClassTag() {
    return vClassTag;
  }
}
