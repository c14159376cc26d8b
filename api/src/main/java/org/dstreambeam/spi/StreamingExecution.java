// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

/** A program that runs. */
public interface StreamingExecution {

  /**
   * Stops it and returns when it is stopped.
   *
   * @param gracefully whether to process everything received first: two more batches at most
   * @throws InterruptedException if the calling thread is interrupted meanwhile
   */
  void stop(boolean gracefully) throws InterruptedException;
}
