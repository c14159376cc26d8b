// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rate;

import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what comes in by one input stream, batch by batch, and says how much it should be when a
 * batch is done.
 *
 * <p>How long a batch took follows from when it and the one before it were done: batches are
 * processed one after the other, so each began when it was complete or when the one before was
 * done, whichever was later. The time between the two is its scheduling delay.
 *
 * <pre>
 *   T due ------- T - b done -------------------- T done
 *         scheduling delay    processing delay
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class InputRate {

  /** Of batches that nobody says are done: on a cluster whose client is away. */
  private static final int MOST_BATCHES = 1_000;

  private final @Nullable PidRateEstimator estimator;
  private final LongConsumer limit;
  private final NavigableMap<Long, Long> records = new TreeMap<>();
  private long lastDone;

  /**
   * @param estimator null if there is to be no back-pressure
   * @param startTime when the program began, or went on: no batch was due earlier
   * @param limit told of each new estimate, in records per second, on the thread that says that a
   *     batch is done
   */
  public InputRate(@Nullable PidRateEstimator estimator, long startTime, LongConsumer limit) {
    this.estimator = estimator;
    this.lastDone = startTime;
    this.limit = limit;
  }

  /** A batch is complete, with so many records; to be called in the order of batches. */
  public synchronized void closed(long batchTime, long count) {
    if (estimator == null) {
      return;
    }
    records.put(batchTime, count);
    if (records.size() > MOST_BATCHES) {
      records.pollFirstEntry();
    }
  }

  /**
   * The outputs of a batch are done, and of those before it that were not told of.
   *
   * @param now the time on the clock of batches, ms
   */
  public void completed(long batchTime, long now) {
    OptionalDouble rate = compute(batchTime, now);
    if (rate.isPresent()) {
      limit.accept((long) rate.getAsDouble());
    }
  }

  private synchronized OptionalDouble compute(long batchTime, long now) {
    NavigableMap<Long, Long> done = records.headMap(batchTime, true);
    if (estimator == null || done.isEmpty()) {
      return OptionalDouble.empty();
    }
    long due = done.firstKey();
    long began = Math.max(due, lastDone);
    long count = done.values().stream().mapToLong(Long::longValue).sum();
    done.clear();
    lastDone = Math.max(now, lastDone);
    return estimator.compute(now, count, now - began, began - due);
  }
}
