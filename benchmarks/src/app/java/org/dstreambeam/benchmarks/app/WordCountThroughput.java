// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Words counted per second when there is always a next batch waiting.
 *
 * <p>A queue holds batches of a million words. The batch interval is far shorter than the time an
 * engine needs for one of them, so the engine is never idle. What counts is the time from the last
 * output of the warm-up to the last output of all. Once the queue is empty, empty batches follow;
 * they are ignored.
 *
 * <p>Arguments: master, batches of the warm-up, batches measured.
 */
public final class WordCountThroughput {

  private static final int BATCH_INTERVAL_MS = 20;
  private static final int LINES_PER_BATCH = 100_000;
  private static final int WORDS_PER_BATCH = LINES_PER_BATCH * Words.PER_LINE;
  private static final int PARTITIONS = 2;
  private static final int DATA_SETS = 4;

  private final int warmUpBatches;
  private final int measuredBatches;
  private final CountDownLatch done = new CountDownLatch(1);
  private int outputs;
  private long warmedUpNanos;
  private volatile long elapsedNanos;

  private WordCountThroughput(int warmUpBatches, int measuredBatches) {
    this.warmUpBatches = warmUpBatches;
    this.measuredBatches = measuredBatches;
  }

  public static void main(String[] args) {
    Program.run(
        () ->
            new WordCountThroughput(Integer.parseInt(args[1]), Integer.parseInt(args[2]))
                .measure(args[0]));
  }

  private void measure(String master) throws Exception {
    JavaStreamingContext jssc = Program.context(master, Durations.milliseconds(BATCH_INTERVAL_MS));
    WordCount.of(jssc.queueStream(batches(jssc)))
        .foreachRDD((counts, time) -> output(counts.collect(), time));
    jssc.start();
    Program.await(jssc, done);

    Program.report("throughput", (double) WORDS_PER_BATCH * measuredBatches * 1e9 / elapsedNanos);
    Program.reportPeakMemory();
    jssc.stop(true, false);
  }

  private Queue<JavaRDD<String>> batches(JavaStreamingContext jssc) {
    List<JavaRDD<String>> dataSets = new ArrayList<>();
    for (int i = 0; i < DATA_SETS; i++) {
      dataSets.add(jssc.sparkContext().parallelize(Words.lines(LINES_PER_BATCH, i), PARTITIONS));
    }
    Queue<JavaRDD<String>> batches = new ArrayDeque<>();
    for (int i = 0; i < warmUpBatches + measuredBatches; i++) {
      batches.add(dataSets.get(i % DATA_SETS));
    }
    return batches;
  }

  private void output(List<Tuple2<String, Integer>> counts, Time time) {
    if (counts.isEmpty()) {
      return;
    }
    long words = WordCount.total(counts);
    if (words != WORDS_PER_BATCH || counts.size() != Words.VOCABULARY) {
      throw new IllegalStateException(
          "Batch %s: counted %d words, %d of them distinct, instead of %d and %d"
              .formatted(time, words, counts.size(), WORDS_PER_BATCH, Words.VOCABULARY));
    }
    outputs++;
    if (outputs == warmUpBatches) {
      warmedUpNanos = System.nanoTime();
    }
    if (outputs == warmUpBatches + measuredBatches) {
      elapsedNanos = System.nanoTime() - warmedUpNanos;
      done.countDown();
    }
  }
}
