// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets the readers of a program wait together, and return together.
 *
 * <p>The DirectRunner calls every reader once, then none until all have answered; and with a thread
 * to spare it spins. So readers that have nothing wait, which leaves it no thread, but no longer
 * than until one of them returns: from then on the others would only hold up the round.
 *
 * <pre>
 *   round:  all wait ... a block is ready, or a batch due -> one returns -> all return -> next round
 * </pre>
 */
public final class ReaderRounds {

  private final boolean wait;
  private int readers;
  private int returned;
  private int blocksReady;

  public ReaderRounds() {
    this(true);
  }

  private ReaderRounds(boolean wait) {
    this.wait = wait;
  }

  /**
   * For a runner that asks at intervals of its own and has other work for the thread that asks:
   * readers that have nothing return at once.
   */
  public static ReaderRounds withoutWaiting() {
    return new ReaderRounds(false);
  }

  /** {@code count} more readers take part. */
  synchronized void join(int count) {
    readers += count;
  }

  /** A block can be picked up by one of the readers. */
  synchronized void blockReady() {
    blocksReady++;
    notifyAll();
  }

  /** {@code count} of the blocks that were ready are so no more. */
  synchronized void blocksGone(int count) {
    blocksReady -= count;
  }

  /** Something else changed that may end a wait: the clock, a deadline, the last batch. */
  public synchronized void lookAgain() {
    notifyAll();
  }

  /**
   * Waits for a block, for another reader to return, or for the time to be up.
   *
   * @param millisLeft how long to wait from now on; must take no lock. Asked again when something
   *     changed
   */
  synchronized void await(LongSupplier millisLeft) {
    try {
      while (wait && blocksReady == 0 && returned == 0) {
        long millis = millisLeft.getAsLong();
        if (millis <= 0) {
          return;
        }
        TimeUnit.MILLISECONDS.timedWait(this, millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner's business; the reader just reports nothing
    }
  }

  /** A reader goes back to the runner; it will be called again in the next round. */
  synchronized void returned() {
    returned++;
    endRoundIfAllReturned();
    notifyAll();
  }

  /** A reader goes back to the runner for good. */
  synchronized void left() {
    readers--;
    endRoundIfAllReturned();
    notifyAll();
  }

  private void endRoundIfAllReturned() {
    if (returned >= readers) {
      returned = 0;
    }
  }
}
