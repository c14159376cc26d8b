// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Takes the time of batches when there is always a next one waiting.
 *
 * <p>Queues hold the batches; the batch interval is far shorter than the time an engine needs for
 * one of them, so the engine is never idle. What counts is the time from the last output of the
 * warm-up to the last output of all. Once the queues are empty, empty batches follow; they are not
 * to be told to {@link #completed}, or only once all is done.
 */
final class Sustained {

  static final Duration BATCH_INTERVAL = Durations.milliseconds(20);

  private final int warmUpBatches;
  private final int measuredBatches;
  private final CountDownLatch done = new CountDownLatch(1);
  private int outputs;
  private long warmedUpNanos;
  private volatile long elapsedNanos;

  Sustained(String warmUpBatches, String measuredBatches) {
    this.warmUpBatches = Integer.parseInt(warmUpBatches);
    this.measuredBatches = Integer.parseInt(measuredBatches);
  }

  /** A stream of as many batches as are wanted: the data sets in turn. */
  <T> JavaDStream<T> stream(JavaStreamingContext jssc, List<JavaRDD<T>> dataSets) {
    return stream(jssc, List.of(), dataSets);
  }

  /** As the other form, after batches that are part of the warm-up. */
  <T> JavaDStream<T> stream(
      JavaStreamingContext jssc, List<JavaRDD<T>> first, List<JavaRDD<T>> dataSets) {
    Queue<JavaRDD<T>> batches = new ArrayDeque<>(first);
    for (int i = 0; batches.size() < warmUpBatches + measuredBatches; i++) {
      batches.add(dataSets.get(i % dataSets.size()));
    }
    return jssc.queueStream(batches);
  }

  /** How many batches are completed. */
  int completed() {
    return outputs;
  }

  /** Completes a batch of the warm-up that was not looked at. */
  void skipped() {
    outputs++;
  }

  /** Whether all batches are completed, and what comes out does not matter any more. */
  boolean isDone() {
    return done.getCount() == 0;
  }

  /**
   * To be called by the output for each batch that is not empty.
   *
   * @param result of the batch
   * @param expected what it must be
   */
  void completed(Time time, long result, long expected) {
    Program.check(time, result, expected);
    outputs++;
    if (outputs == warmUpBatches) {
      warmedUpNanos = System.nanoTime();
    }
    if (outputs == warmUpBatches + measuredBatches) {
      elapsedNanos = System.nanoTime() - warmedUpNanos;
      done.countDown();
    }
  }

  /** Runs the batches and reports their throughput, in records of the input per second. */
  void run(JavaStreamingContext jssc, long recordsPerBatch) throws Exception {
    jssc.start();
    Program.await(jssc, done);
    Program.report("throughput", (double) recordsPerBatch * measuredBatches * 1e9 / elapsedNanos);
    Program.reportPeakMemory();
    jssc.stop(true, false);
  }
}
