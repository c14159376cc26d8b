// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of an input stream. A stream that the program has written itself makes it, when it
 * is first asked for: at the start. Thread-safe.
 */
public final class DeclaredReceiver implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int streamId;
  private transient @Nullable Supplier<? extends Receiver<?>> stream;
  private @Nullable Receiver<?> receiver;

  private DeclaredReceiver(int streamId) {
    this.streamId = streamId;
  }

  /**
   * @param streamId number of the input stream, from 0 in order of declaration
   */
  public static DeclaredReceiver of(Receiver<?> receiver, int streamId) {
    return ofStream(streamId).from(() -> receiver);
  }

  /** Of a stream that is still to say {@link #from where} the receiver comes from. */
  static DeclaredReceiver ofStream(int streamId) {
    return new DeclaredReceiver(streamId);
  }

  synchronized DeclaredReceiver from(Supplier<? extends Receiver<?>> made) {
    stream = made;
    return this;
  }

  /** The receiver as it is declared; what runs is a copy. */
  public synchronized Receiver<?> get() {
    Receiver<?> known = receiver;
    if (known == null) {
      Supplier<? extends Receiver<?>> maker = stream;
      if (maker == null) {
        throw new IllegalStateException("The receiver of a stream that is not constructed");
      }
      known =
          Objects.requireNonNull(maker.get(), "getReceiver() of an input stream has given null");
      known.setReceiverId(streamId);
      receiver = known;
    }
    return known;
  }

  /** What travels is a receiver. */
  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    get();
    out.defaultWriteObject();
  }
}
