// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import scala.reflect.ClassTag;

/**
 * A stream of what a receiver stores.
 *
 * @param <T> type of the records
 */
public class JavaReceiverInputDStream<T> extends JavaInputDStream<T> {

  private final ReceiverInputDStream<T> receiverInputDStream;

  public JavaReceiverInputDStream(
      ReceiverInputDStream<T> receiverInputDStream, ClassTag<T> classTag) {
    super(receiverInputDStream, classTag);
    this.receiverInputDStream = receiverInputDStream;
  }

  public static <T> JavaReceiverInputDStream<T> fromReceiverInputDStream(
      ReceiverInputDStream<T> receiverInputDStream, ClassTag<T> classTag) {
    return new JavaReceiverInputDStream<>(receiverInputDStream, classTag);
  }

  public ReceiverInputDStream<T> receiverInputDStream() {
    return receiverInputDStream;
  }
}
