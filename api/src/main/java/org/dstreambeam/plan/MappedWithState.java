// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.MapWithStateDStream;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import scala.Tuple2;

/** What came out of a {@code mapWithState}, and a way to what it knows. */
final class MappedWithState<K, V, S, R> extends MapWithStateDStream<K, V, S, R> {

  private final StatefulNode mapWithState;

  MappedWithState(StreamingContext context, StatefulNode node) {
    super(context, node);
    this.mapWithState = node;
  }

  @Override
  public DStream<Tuple2<K, S>> stateSnapshots() {
    return Operations.derive(this, new SnapshotsNode(mapWithState, CallSite.here()));
  }

  /** That of the states: in batches that are a multiple of it keys time out. */
  @Override
  public DStream<R> checkpoint(Duration interval) {
    StreamingLifecycle lifecycle = context().lifecycle();
    lifecycle.checkMayChange(node(), "checkpoint interval");
    lifecycle.plan().settings().checkpoint(node(), interval);
    return this;
  }
}
