// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;

/** Stores numbers from a start on, one after another, until it is stopped. */
final class TestReceiver extends Receiver<Long> {

  private static final long serialVersionUID = 1L;

  /** What was stored in this JVM, by all of them; receivers are copied. */
  static final Queue<Long> STORED = new ConcurrentLinkedQueue<>();

  private final long from;

  TestReceiver(long from) {
    super(StorageLevel.MEMORY_ONLY());
    this.from = from;
  }

  @Override
  public void onStart() {
    Thread thread = new Thread(this::receive, "test-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  private void receive() {
    try {
      for (long next = from; storeUnlessStopped(next); next++) {
        Thread.sleep(1); // a few hundred in a batch are enough
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean storeUnlessStopped(long number) {
    if (isStopped()) {
      return false;
    }
    store(number);
    STORED.add(number);
    return true;
  }

  /** Returns when nothing is being stored any more. */
  @Override
  public synchronized void onStop() {}
}
