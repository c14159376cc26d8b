// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.compute.JavaSerialization;

/** A receiver as it was declared, in serialised form: the mould of the copy that a launch runs. */
public final class ReceiverImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int streamId;
  private final byte[] bytes;

  private ReceiverImage(int streamId, byte[] bytes) {
    this.streamId = streamId;
    this.bytes = bytes;
  }

  /**
   * Takes the image of {@code receiver}. To be called when the streaming context starts, so that a
   * receiver that cannot be copied fails there; Spark logs the failure and receives nothing.
   *
   * @param streamId number of the input stream, from 0 in order of declaration
   * @throws IllegalArgumentException if it, or what its fields hold, is not serialisable
   */
  public static ReceiverImage of(Receiver<?> receiver, int streamId) {
    try {
      return new ReceiverImage(streamId, JavaSerialization.write(receiver));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Receiver %s of stream %d cannot be serialized%s. Each launch runs a copy of it; declare as transient what a copy should not get, and create it in onStart()."
              .formatted(receiver.getClass().getName(), streamId, reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NotSerializableException
        ? ", because " + e.getMessage() + " is not java.io.Serializable"
        : ": " + e;
  }

  /** Number of the input stream. */
  public int streamId() {
    return streamId;
  }

  /** A new copy, with the fields as declared; its classes come from the thread's context loader. */
  Receiver<?> copy() throws IOException {
    Receiver<?> copy = (Receiver<?>) JavaSerialization.read(bytes);
    copy.setReceiverId(streamId);
    return copy;
  }
}
