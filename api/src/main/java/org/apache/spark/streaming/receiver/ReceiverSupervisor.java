// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.receiver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.mutable.ArrayBuffer;

/**
 * What a {@link Receiver} talks to: the engine's side of one launch of it.
 *
 * <p>Programs have no need of it. The members with a Spark counterpart have its descriptors; {@link
 * #pushBytes}, {@link #pushIterator} and {@link #pushArrayBuffer} lack Spark's last parameter, the
 * id of the block, because blocks have no ids here. All methods are thread-safe.
 */
public abstract class ReceiverSupervisor {
  private final int streamId;

  /** Supervises {@code receiver}, whose stream id must have been set. */
  protected ReceiverSupervisor(Receiver<?> receiver) {
    this.streamId = receiver.streamId();
  }

  /** Number of the input stream, from 0 in order of declaration. */
  public int streamId() {
    return streamId;
  }

  /** Adds one record to the block that is being filled; may wait for the rate limit. */
  public abstract void pushSingle(@Nullable Object data);

  /**
   * Waits until the rate limit allows another record, for receivers that gather records which they
   * then store as one block.
   *
   * @return false if the launch has ended
   */
  public boolean waitToPush() {
    return true;
  }

  /** Stores records that are serialised already. */
  public abstract void pushBytes(ByteBuffer bytes, Option<Object> metadata);

  /** Stores the rest of {@code iterator} as one block; returns when it is stored. */
  public abstract void pushIterator(Iterator<?> iterator, Option<Object> metadata);

  /** Stores {@code arrayBuffer} as one block; returns when it is stored. */
  public abstract void pushArrayBuffer(ArrayBuffer<?> arrayBuffer, Option<Object> metadata);

  /** Reports a problem that the receiver survives. */
  public abstract void reportError(String message, @Nullable Throwable throwable);

  /** Stops the receiver, on the calling thread, and ends this launch of it. */
  public abstract void stop(String message, Option<Throwable> error);

  /** Restarts the receiver after {@code spark.streaming.receiverRestartDelay}; does not wait. */
  public abstract void restartReceiver(String message, Option<Throwable> error);

  /** Stops the receiver and starts it again {@code delay} ms later; does not wait. */
  public abstract void restartReceiver(String message, Option<Throwable> error, int delay);

  /** Whether the receiver was started and not stopped since. */
  public abstract boolean isReceiverStarted();

  /** Whether the receiver was stopped, for good or for a restart that is under way. */
  public abstract boolean isReceiverStopped();
}
