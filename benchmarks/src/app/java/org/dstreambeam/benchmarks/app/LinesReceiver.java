// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;

/** Stores single lines, evenly over time, at a given rate. */
final class LinesReceiver extends Receiver<String> {

  private static final long serialVersionUID = 1;
  private static final int DISTINCT_LINES = 20_000;
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final int linesPerSecond;

  LinesReceiver(int linesPerSecond) {
    super(StorageLevel.MEMORY_ONLY());
    this.linesPerSecond = linesPerSecond;
  }

  @Override
  public void onStart() {
    Thread thread = new Thread(this::storeLines, "lines");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void onStop() {
    // The thread asks isStopped().
  }

  private void storeLines() {
    List<String> lines = Words.lines(DISTINCT_LINES, 0);
    long start = System.nanoTime();
    long stored = 0;
    while (!isStopped()) {
      long due = (System.nanoTime() - start) * linesPerSecond / TimeUnit.SECONDS.toNanos(1);
      while (stored < due && !isStopped()) {
        store(lines.get((int) (stored % DISTINCT_LINES)));
        stored++;
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
  }
}
