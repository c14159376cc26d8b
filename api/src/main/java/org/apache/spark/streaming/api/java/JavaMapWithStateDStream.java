// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import org.apache.spark.streaming.dstream.MapWithStateDStream;
import org.dstreambeam.rdd.ClassTags;

/**
 * What comes out of {@code mapWithState}: of each record one, in order; then those of keys that
 * time out. An empty batch gives none but the latter.
 *
 * @param <KeyType> type of the keys
 * @param <ValueType> type of the values
 * @param <StateType> type of the states
 * @param <MappedType> type of what comes out
 */
public class JavaMapWithStateDStream<KeyType, ValueType, StateType, MappedType>
    extends JavaDStream<MappedType> {

  private final MapWithStateDStream<KeyType, ValueType, StateType, MappedType> dstream;

  public JavaMapWithStateDStream(
      MapWithStateDStream<KeyType, ValueType, StateType, MappedType> dstream) {
    super(dstream, ClassTags.any());
    this.dstream = dstream;
  }

  /** All keys and their states after each batch, those without records too. */
  public JavaPairDStream<KeyType, StateType> stateSnapshots() {
    return JavaPairDStream.of(dstream.stateSnapshots());
  }
}
