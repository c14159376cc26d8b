// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Processor time that a word count takes while nothing arrives: an empty batch every second.
 *
 * <p>The figure is the processor time of the whole process over the elapsed time, so 1 is one core.
 * Every empty batch must reach the output all the same.
 *
 * <p>Arguments: master, seconds to settle after the start, seconds measured.
 */
public final class WordCountIdle {

  private WordCountIdle() {}

  public static void main(String[] args) {
    Program.run(() -> measure(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2])));
  }

  private static void measure(String master, int settleSeconds, int measuredSeconds)
      throws Exception {
    JavaStreamingContext jssc = Program.context(master, Durations.seconds(1));
    AtomicInteger batches = new AtomicInteger();
    WordCount.of(jssc.<String>queueStream(new ArrayDeque<>()))
        .foreachRDD(
            (counts, time) -> {
              if (!counts.collect().isEmpty()) {
                throw new IllegalStateException("Words in batch " + time + " of an empty stream");
              }
              batches.incrementAndGet();
            });
    jssc.start();
    idle(jssc, settleSeconds);

    int batchesBefore = batches.get();
    long processorNanos = processorNanos();
    long nanos = System.nanoTime();
    idle(jssc, measuredSeconds);
    processorNanos = processorNanos() - processorNanos;
    nanos = System.nanoTime() - nanos;

    int batchesSeen = batches.get() - batchesBefore;
    if (batchesSeen < measuredSeconds - 1) {
      throw new IllegalStateException(
          "%d outputs in %d s of batches of 1 s".formatted(batchesSeen, measuredSeconds));
    }
    Program.report("idle-cpu", (double) processorNanos / nanos);
    jssc.stop(true, false);
  }

  private static void idle(JavaStreamingContext jssc, int seconds) throws InterruptedException {
    if (jssc.awaitTerminationOrTimeout(TimeUnit.SECONDS.toMillis(seconds))) {
      throw new IllegalStateException("The context stopped by itself");
    }
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
