// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.plan.ReceiverSourceNode;

/**
 * A stream of what a receiver stores.
 *
 * @param <T> type of the records
 */
public class ReceiverInputDStream<T> extends InputDStream<T> {

  /** For this library: the stream of {@code source}'s receiver. */
  public ReceiverInputDStream(StreamingContext context, ReceiverSourceNode source, int id) {
    super(context, source, id);
  }

  /** The receiver as it was declared; what runs is a copy. */
  @SuppressWarnings("unchecked") // declared with a Receiver<T>
  public Receiver<T> getReceiver() {
    return (Receiver<T>) ((ReceiverSourceNode) node()).receiver();
  }
}
