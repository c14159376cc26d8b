// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.plan.PlanNode;
import scala.Tuple2;

/**
 * What comes out of {@code mapWithState}: of each record one, in order; then those of keys that
 * time out. An empty batch gives none but the latter.
 *
 * @param <KeyType> type of the keys
 * @param <ValueType> type of the values
 * @param <StateType> type of the states
 * @param <MappedType> type of what comes out
 */
public abstract class MapWithStateDStream<KeyType, ValueType, StateType, MappedType>
    extends DStream<MappedType> {

  /** For the engine. */
  protected MapWithStateDStream(StreamingContext context, PlanNode node) {
    super(context, node);
  }

  /** All keys and their states after each batch, those without records too. */
  public abstract DStream<Tuple2<KeyType, StateType>> stateSnapshots();
}
