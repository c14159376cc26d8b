// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import org.apache.spark.streaming.dstream.InputDStream;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * A stream of pairs that comes from outside.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class JavaPairInputDStream<K, V> extends JavaPairDStream<K, V> {

  private final InputDStream<Tuple2<K, V>> inputDStream;
  private final transient ClassTag<K> kClassTag;
  private final transient ClassTag<V> vClassTag;

  public JavaPairInputDStream(
      InputDStream<Tuple2<K, V>> inputDStream, ClassTag<K> kClassTag, ClassTag<V> vClassTag) {
    super(inputDStream, kClassTag, vClassTag);
    this.inputDStream = inputDStream;
    this.kClassTag = kClassTag;
    this.vClassTag = vClassTag;
  }

  public static <K, V> JavaPairInputDStream<K, V> fromInputDStream(
      InputDStream<Tuple2<K, V>> inputDStream, ClassTag<K> kClassTag, ClassTag<V> vClassTag) {
    return new JavaPairInputDStream<>(inputDStream, kClassTag, vClassTag);
  }

  public InputDStream<Tuple2<K, V>> inputDStream() {
    return inputDStream;
  }

  public ClassTag<K> kClassTag() {
    return kClassTag;
  }

  public ClassTag<V> vClassTag() {
    return vClassTag;
  }
}
