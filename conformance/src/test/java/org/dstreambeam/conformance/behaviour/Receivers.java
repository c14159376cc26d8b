// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;

/** Receivers of programs. */
final class Receivers {
  private Receivers() {}

  /** Stores nothing and goes on. */
  static final class Silent extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    Silent() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {}

    @Override
    public void onStop() {}
  }

  /** Stores its count twice and stops itself. */
  static final class StopsAfterTwo extends Receiver<String> {
    private static final long serialVersionUID = 1L;
    private int stored;

    StopsAfterTwo() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {
      new Thread(
              () -> {
                store(String.valueOf(++stored));
                store(String.valueOf(++stored));
                stop("done");
              },
              "stops-after-two")
          .start();
    }

    @Override
    public void onStop() {}
  }

  /** Cannot be serialised. */
  static final class HoldsAThread extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused") // it is there
    private final Thread thread = Thread.currentThread();

    HoldsAThread() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {}

    @Override
    public void onStop() {}
  }
}
