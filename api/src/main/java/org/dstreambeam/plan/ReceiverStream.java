// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.receiver.Receiver;

/** The stream of a receiver that was given to the context. */
final class ReceiverStream<T> extends ReceiverInputDStream<T> {

  private static final long serialVersionUID = 1L;

  ReceiverStream(StreamingContext context, ReceiverSourceNode source) {
    super(context, source);
  }

  @Override
  @SuppressWarnings("unchecked") // declared with a Receiver<T>
  public Receiver<T> getReceiver() {
    return (Receiver<T>) ((ReceiverSourceNode) node()).receiver();
  }
}
