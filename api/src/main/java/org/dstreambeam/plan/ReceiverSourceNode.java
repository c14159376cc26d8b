// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.receiver.Receiver;

/**
 * A receiver: user code that stores records as they come.
 *
 * @param operation {@code receiverStream}, {@code socketTextStream}...
 * @param declared the receiver as declared; each launch works on a copy
 * @param streamId number of the input stream, from 0 in order of declaration
 * @param slide the batch interval
 * @param callSite where it was declared
 */
public record ReceiverSourceNode(
    String operation, DeclaredReceiver declared, int streamId, Duration slide, CallSite callSite)
    implements SourceNode {

  /** The receiver as it is declared. */
  public Receiver<?> receiver() {
    return declared.get();
  }

  @Override
  public String details() {
    return receiver().getClass().getSimpleName();
  }
}
