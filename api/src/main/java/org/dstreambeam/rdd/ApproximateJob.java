// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.util.StatCounter;
import org.dstreambeam.approximate.CountEstimate;
import org.dstreambeam.approximate.CountsEstimate;
import org.dstreambeam.approximate.Estimator;
import org.dstreambeam.approximate.Eventual;
import org.dstreambeam.approximate.MomentEstimate;
import org.dstreambeam.compute.CountableIterator;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;

/**
 * A job whose result is wanted by a time, as exactly as it is known then. It goes on beyond that
 * time, on threads of its own.
 */
public final class ApproximateJob<U, R> {

  private final Estimator<U, R> estimator;
  private final Eventual<R> result = new Eventual<>();
  private boolean done;
  private @Nullable Exception failure;

  private ApproximateJob(Estimator<U, R> estimator) {
    this.estimator = estimator;
  }

  /**
   * The number of records.
   *
   * @param timeout in milliseconds
   * @param confidence of the bounds, 0 to 1
   */
  public static <T> PartialResult<BoundedDouble> count(
      Dataset<T> records, long timeout, double confidence) {
    requireProbability(confidence);
    return run(
        records,
        timeout,
        CountableIterator::count,
        new CountEstimate(records.partitions(), confidence));
  }

  /** How often each record occurs. */
  public static <T> PartialResult<Map<T, BoundedDouble>> countByValue(
      Dataset<T> records, long timeout, double confidence) {
    requireProbability(confidence);
    Jobs.Body<T, Map<T, Long>> counts =
        input -> {
          Map<T, Long> ofTask = new HashMap<>();
          input.forEachRemaining(record -> ofTask.merge(record, 1L, Long::sum));
          return ofTask;
        };
    return run(records, timeout, counts, new CountsEstimate<>(records.partitions(), confidence));
  }

  /** The mean of numbers. */
  public static PartialResult<BoundedDouble> mean(
      Dataset<Double> numbers, long timeout, double confidence) {
    int tasks = numbers.partitions();
    return run(
        numbers, timeout, ApproximateJob::stats, new MomentEstimate.OfMean(tasks, confidence));
  }

  /** The sum of numbers. */
  public static PartialResult<BoundedDouble> sum(
      Dataset<Double> numbers, long timeout, double confidence) {
    int tasks = numbers.partitions();
    return run(
        numbers, timeout, ApproximateJob::stats, new MomentEstimate.OfSum(tasks, confidence));
  }

  private static StatCounter stats(Iterator<Double> numbers) {
    StatCounter stats = new StatCounter();
    numbers.forEachRemaining(stats::merge);
    return stats;
  }

  private static void requireProbability(double confidence) {
    Requirements.require(
        0.0 <= confidence && confidence <= 1.0, "confidence (" + confidence + ") must be in [0,1]");
  }

  private static <T, U, R> PartialResult<R> run(
      Dataset<T> records, long timeout, Jobs.Body<T, U> body, Estimator<U, R> estimator) {
    ApproximateJob<U, R> job = new ApproximateJob<>(estimator);
    Thread thread = new Thread(() -> job.run(records, body), "approximate job");
    thread.setDaemon(true);
    thread.start();
    return job.await(timeout);
  }

  private <T> void run(Dataset<T> records, Jobs.Body<T, U> body) {
    try {
      Jobs.run(records, input -> add(body.apply(input)));
      end(null);
    } catch (Exception e) {
      end(e);
    }
  }

  private synchronized void add(U ofTask) {
    estimator.add(ofTask);
  }

  /** Completes the result outside the lock: its handlers are the program's. */
  private void end(@Nullable Exception thrown) {
    synchronized (this) {
      done = true;
      failure = thrown;
      notifyAll();
    }
    if (thrown == null) {
      result.complete(estimator.current());
    } else {
      result.fail(thrown);
    }
  }

  private synchronized PartialResult<R> await(long timeout) {
    long end = System.currentTimeMillis() + timeout;
    try {
      for (long left = timeout; !done && left > 0; left = end - System.currentTimeMillis()) {
        wait(left);
      }
    } catch (InterruptedException e) {
      throw Rethrow.as(e);
    }
    if (failure != null) {
      throw Rethrow.as(failure);
    }
    return done
        ? new PartialResult<>(estimator.current(), true)
        : PartialResult.of(estimator.current(), result);
  }
}
