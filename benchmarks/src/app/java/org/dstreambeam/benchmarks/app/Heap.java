// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

/** What is alive on the heap. */
final class Heap {

  private static final int COLLECTIONS = 3;

  private Heap() {}

  /** Bytes in use after a garbage collection; the least of a few, as others go on meanwhile. */
  static long live() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
