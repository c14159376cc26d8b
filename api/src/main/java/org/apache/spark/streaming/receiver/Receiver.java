// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.receiver;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Serializable;
import scala.collection.JavaConverters;
import scala.collection.mutable.ArrayBuffer;

/**
 * A source written by the user: gets records from outside and stores them into the stream.
 *
 * <pre>
 *   launch ── onStart ──┬── store, store, ... ──┬── onStop ── (a new copy is launched)
 *                       │                       │  stop
 *                       └── delay ◄── onStop ◄──┘  restart: the same object goes on
 * </pre>
 *
 * <p>A launch works on a copy of the receiver as it was declared, made by Java serialization, so
 * its fields start with the declared values each time. A receiver that stops itself while the
 * streaming context is active, or fails to start, is launched again.
 *
 * <p>{@code onStart} and {@code onStop} are never called at the same time; the other methods may be
 * called from any thread once the receiver is started.
 */
public abstract class Receiver<T extends @Nullable Object> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final StorageLevel storageLevel;
  private int id = -1;
  private transient @Nullable ReceiverSupervisor supervisor;

  /** Creates a receiver whose records are to be kept at {@code storageLevel}. */
  public Receiver(StorageLevel storageLevel) {
    this.storageLevel = storageLevel;
  }

  /** The level that was given to the constructor. */
  public StorageLevel storageLevel() {
    return storageLevel;
  }

  /**
   * Sets up what receiving needs, usually a thread that stores records until {@link #isStopped()},
   * and returns: it must not block. An exception ends this launch.
   */
  public abstract void onStart();

  /** Undoes what {@link #onStart()} set up; threads it started should end soon after. */
  public abstract void onStop();

  /** The host to run on, a hint. */
  public Option<String> preferredLocation() {
    return Option.empty();
  }

  /**
   * Adds a record to the block that is being filled, which ends when {@code
   * spark.streaming.blockInterval} has passed. Waits if {@code spark.streaming.receiver.maxRate} is
   * exceeded.
   */
  public void store(T dataItem) {
    supervisor().pushSingle(dataItem);
  }

  /** Stores {@code dataBuffer} as one block and returns when it is stored. */
  public void store(ArrayBuffer<T> dataBuffer) {
    supervisor().pushArrayBuffer(dataBuffer, Option.empty());
  }

  /** As {@link #store(ArrayBuffer)}; {@code metadata} goes with the block. */
  public void store(ArrayBuffer<T> dataBuffer, Object metadata) {
    supervisor().pushArrayBuffer(dataBuffer, Option.apply(metadata));
  }

  /** Stores the rest of {@code dataIterator} as one block and returns when it is stored. */
  public void store(scala.collection.Iterator<T> dataIterator) {
    supervisor().pushIterator(dataIterator, Option.empty());
  }

  /** As {@link #store(Iterator)}; {@code metadata} goes with the block. */
  public void store(Iterator<T> dataIterator, Object metadata) {
    supervisor().pushIterator(toScala(dataIterator), Option.apply(metadata));
  }

  /** Stores the rest of {@code dataIterator} as one block and returns when it is stored. */
  public void store(Iterator<T> dataIterator) {
    supervisor().pushIterator(toScala(dataIterator), Option.empty());
  }

  /** As {@link #store(scala.collection.Iterator)}; {@code metadata} goes with the block. */
  public void store(scala.collection.Iterator<T> dataIterator, Object metadata) {
    supervisor().pushIterator(dataIterator, Option.apply(metadata));
  }

  /**
   * Stores the objects in {@code bytes}, one after another as Java serialization writes them, as
   * one block and returns when it is stored. Classes that are not plain data are read if {@code
   * spark.dstreambeam.receiver.serializedClasses} names them.
   *
   * @throws IllegalArgumentException if there are other bytes or other classes
   * @throws UnsupportedOperationException if {@code spark.serializer} is another one than Java's
   */
  public void store(ByteBuffer bytes) {
    supervisor().pushBytes(bytes, Option.empty());
  }

  /** As {@link #store(ByteBuffer)}; {@code metadata} goes with the block. */
  public void store(ByteBuffer bytes, Object metadata) {
    supervisor().pushBytes(bytes, Option.apply(metadata));
  }

  /** Reports a problem that does not keep the receiver from going on. */
  public void reportError(String message, @Nullable Throwable throwable) {
    supervisor().reportError(message, throwable);
  }

  /**
   * Restarts this object: {@link #onStop()}, a pause of {@code
   * spark.streaming.receiverRestartDelay} (2000 ms), {@link #onStart()}. Returns at once; these run
   * on another thread.
   */
  public void restart(String message) {
    supervisor().restartReceiver(message, Option.empty());
  }

  /** As {@link #restart(String)}, because of {@code error}. */
  public void restart(String message, @Nullable Throwable error) {
    supervisor().restartReceiver(message, Option.apply(error));
  }

  /** As {@link #restart(String, Throwable)}, with a pause of {@code millisecond} ms. */
  public void restart(String message, @Nullable Throwable error, int millisecond) {
    supervisor().restartReceiver(message, Option.apply(error), millisecond);
  }

  /**
   * Stops the receiver: {@link #onStop()} has run when this returns. While the streaming context is
   * active, a new copy is launched.
   */
  public void stop(String message) {
    supervisor().stop(message, Option.empty());
  }

  /** As {@link #stop(String)}, because of {@code error}. */
  public void stop(String message, @Nullable Throwable error) {
    supervisor().stop(message, Option.apply(error));
  }

  /** Whether the receiver was started and not stopped since. */
  public boolean isStarted() {
    return supervisor().isReceiverStarted();
  }

  /** Whether the receiver was stopped; also true in the pause of a restart. */
  public boolean isStopped() {
    return supervisor().isReceiverStopped();
  }

  /** Number of the input stream, from 0 in order of declaration; -1 before it belongs to one. */
  public int streamId() {
    return id;
  }

  /** Says which stream this is the receiver of; the engine calls it. */
  public void setReceiverId(int id) {
    this.id = id;
  }

  /** Connects this object to the launch it belongs to; the engine calls it, once. */
  public void attachSupervisor(ReceiverSupervisor exec) {
    if (supervisor != null) {
      throw new AssertionError("assertion failed");
    }
    supervisor = exec;
  }

  /**
   * The engine's side of the launch.
   *
   * @throws AssertionError if this object is not being run
   */
  public ReceiverSupervisor supervisor() {
    if (supervisor == null) {
      throw new AssertionError(
          "assertion failed: A ReceiverSupervisor has not been attached to the receiver yet. Maybe"
              + " you are starting some computation in the receiver before the Receiver.onStart()"
              + " has been called.");
    }
    return supervisor;
  }

  private static <A extends @Nullable Object> scala.collection.Iterator<A> toScala(
      Iterator<A> iterator) {
    return JavaConverters.asScalaIterator(iterator);
  }
}
