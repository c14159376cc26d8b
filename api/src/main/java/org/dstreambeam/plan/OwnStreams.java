// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.rate.BackPressure;

/** Input streams that a program has written itself: their nodes come first, then the objects. */
public final class OwnStreams {

  private OwnStreams() {}

  /** The node of a stream that is being constructed; it is the context's next input stream. */
  public static SourceNode declare(StreamingContext context) {
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    OwnSourceNode node = new OwnSourceNode(lifecycle.batch(), CallSite.here());
    lifecycle.plan().addSource(node);
    return node;
  }

  /** As {@link #declare}, of a stream with a receiver. */
  public static ReceiverSourceNode declareReceiver(StreamingContext context) {
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    BackPressure.check(context.sparkContext().getConf(), lifecycle.batch().milliseconds());
    PlanBuilder plan = lifecycle.plan();
    int streamId = plan.sourceCount();
    ReceiverSourceNode node =
        new ReceiverSourceNode(
            "receiverStream",
            DeclaredReceiver.ofStream(streamId),
            streamId,
            lifecycle.batch(),
            CallSite.here());
    plan.addSource(node);
    return node;
  }

  /** To be called by the constructor of {@code stream}, whose node is {@link #declare}d. */
  public static void bind(InputDStream<?> stream) {
    stream.context().lifecycle().plan().declared(stream);
    if (stream.node() instanceof OwnSourceNode own) {
      own.bind(stream);
    } else if (stream.node() instanceof ReceiverSourceNode source
        && stream instanceof ReceiverInputDStream<?> receiving) {
      source.declared().from(receiving::getReceiver);
    }
  }
}
