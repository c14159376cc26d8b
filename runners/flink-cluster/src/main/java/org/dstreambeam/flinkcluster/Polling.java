// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

/** The pause between two looks at what another process does. */
final class Polling {

  private static final long INTERVAL_MILLIS = 50;

  private Polling() {}

  /** Returns false, with the thread still marked as interrupted, if it was interrupted. */
  static boolean pause() {
    try {
      Thread.sleep(INTERVAL_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
