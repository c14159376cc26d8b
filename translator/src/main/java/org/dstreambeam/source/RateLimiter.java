// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Paces the threads that store single records: each permit has its moment, one interval after that
 * of the permit before. Moments that passed unused are made up for later, up to one second of them,
 * as Spark's limiter does. The rate may change at any time; moments that were given stay.
 */
final class RateLimiter {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final String key;
  private final LongSupplier nanoTime;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private volatile long permitsPerSecond;
  private long nextPermit;
  private volatile boolean closed;

  /**
   * @param key of the configuration that the rate is from
   * @param permitsPerSecond more than a thousand million mean no limit; if not positive, {@link
   *     #acquire} fails, and not this constructor, since receivers that store blocks ask for no
   *     permits
   */
  RateLimiter(String key, long permitsPerSecond, LongSupplier nanoTime) {
    this.key = key;
    this.permitsPerSecond = permitsPerSecond;
    this.nanoTime = nanoTime;
    this.nextPermit = nanoTime.getAsLong();
  }

  /** Gives out permits at that rate from the next one on. */
  void setRate(long newPermitsPerSecond) {
    permitsPerSecond = newPermitsPerSecond;
  }

  /**
   * Waits for a permit. An interrupt does not end the wait, which is short, but is kept.
   *
   * @return false if the limiter is closed, before or while waiting
   */
  boolean acquire() {
    long rate = permitsPerSecond;
    if (rate > SECOND) {
      return !closed;
    }
    if (rate <= 0) {
      throw new IllegalArgumentException(
          "rate must be positive, but " + key + " is " + rate + "; leave it unset for no limit");
    }
    return await(reserve());
  }

  /** Takes the next permit and tells its moment, on the scale of the time source. */
  long reserve() {
    lock.lock();
    try {
      long permit = Math.max(nextPermit, nanoTime.getAsLong() - SECOND);
      nextPermit = permit + Math.round((double) SECOND / permitsPerSecond);
      return permit;
    } finally {
      lock.unlock();
    }
  }

  private boolean await(long moment) {
    boolean interrupted = false;
    lock.lock();
    try {
      long left = moment - nanoTime.getAsLong();
      while (left > 0 && !closed) {
        try {
          // Signalled by close() only; the loop is for spurious wake-ups and early ones.
          var unused = closing.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = moment - nanoTime.getAsLong();
      }
      return !closed;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends all waits, and refuses permits from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
