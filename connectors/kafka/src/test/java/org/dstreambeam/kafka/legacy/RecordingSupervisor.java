// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.streaming.receiver.ReceiverSupervisor;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.mutable.ArrayBuffer;

/** Keeps the messages of what is stored, and why the receiver was to be restarted. */
final class RecordingSupervisor extends ReceiverSupervisor {
  final List<Object> singles = new ArrayList<>();
  final List<List<Object>> blocks = new ArrayList<>();
  final List<String> restarts = new ArrayList<>();
  int failures;
  int permits = Integer.MAX_VALUE;

  RecordingSupervisor(Receiver<?> receiver) {
    super(receiver);
  }

  @Override
  public boolean waitToPush() {
    return permits-- > 0;
  }

  @Override
  public void pushSingle(@Nullable Object data) {
    singles.add(((Tuple2<?, ?>) Objects.requireNonNull(data))._2());
  }

  @Override
  public void pushArrayBuffer(ArrayBuffer<?> arrayBuffer, Option<Object> metadata) {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the log is full");
    }
    List<Object> values = new ArrayList<>();
    JavaConverters.bufferAsJavaList(arrayBuffer)
        .forEach(pair -> values.add(((Tuple2<?, ?>) pair)._2()));
    blocks.add(values);
  }

  @Override
  public void restartReceiver(String message, Option<Throwable> error) {
    restarts.add(error.get().getMessage());
  }

  @Override
  public void restartReceiver(String message, Option<Throwable> error, int delay) {
    restartReceiver(message, error);
  }

  @Override
  public void pushBytes(ByteBuffer bytes, Option<Object> metadata) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void pushIterator(Iterator<?> iterator, Option<Object> metadata) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void reportError(String message, @Nullable Throwable throwable) {
    throw new UnsupportedOperationException(message, throwable);
  }

  @Override
  public void stop(String message, Option<Throwable> error) {
    throw new UnsupportedOperationException(message);
  }

  @Override
  public boolean isReceiverStarted() {
    return true;
  }

  @Override
  public boolean isReceiverStopped() {
    return false;
  }
}
