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
 * to be told to {@link #completed}.
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
    Queue<JavaRDD<T>> batches = new ArrayDeque<>();
    for (int i = 0; i < warmUpBatches + measuredBatches; i++) {
      batches.add(dataSets.get(i % dataSets.size()));
    }
    return jssc.queueStream(batches);
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
