// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Time from the end of a batch to its counts being in the driver's hands, under a light load.
 *
 * <p>A receiver stores single lines evenly. The end of a batch is the time that {@code foreachRDD}
 * is given. One figure per measured batch is reported, in milliseconds. An engine that loses or
 * delays records would look fast, so the words of the measured batches must add up to what the
 * receiver stored meanwhile, give or take a tenth.
 *
 * <p>Arguments: master, batches of the warm-up (from the first that holds data), batches measured.
 */
public final class WordCountLatency {

  private static final int BATCH_INTERVAL_MS = 500;
  private static final int LINES_PER_SECOND = 4_000;
  private static final long WORDS_PER_BATCH =
      (long) LINES_PER_SECOND * BATCH_INTERVAL_MS / 1_000 * Words.PER_LINE;

  private final int warmUpBatches;
  private final int measuredBatches;
  private final CountDownLatch done = new CountDownLatch(1);
  private final List<Long> latencies = new ArrayList<>();
  private int batchesSeen;
  private long wordsMeasured;

  private WordCountLatency(int warmUpBatches, int measuredBatches) {
    this.warmUpBatches = warmUpBatches;
    this.measuredBatches = measuredBatches;
  }

  public static void main(String[] args) {
    Program.run(
        () ->
            new WordCountLatency(Integer.parseInt(args[1]), Integer.parseInt(args[2]))
                .measure(args[0]));
  }

  private void measure(String master) throws Exception {
    JavaStreamingContext jssc = Program.context(master, Durations.milliseconds(BATCH_INTERVAL_MS));
    WordCount.of(jssc.receiverStream(new LinesReceiver(LINES_PER_SECOND)))
        .foreachRDD((counts, time) -> output(counts.collect(), time));
    jssc.start();
    Program.await(jssc, done);

    double fed = (double) wordsMeasured / (WORDS_PER_BATCH * measuredBatches);
    if (fed < 0.9 || fed > 1.1) {
      throw new IllegalStateException(
          "The measured batches hold %d words, %.2f times what was fed"
              .formatted(wordsMeasured, fed));
    }
    latencies.forEach(latency -> Program.report("latency", latency));
    jssc.stop(true, false);
  }

  /** After the last measured batch nothing is written any more, so the main thread may read. */
  private void output(List<Tuple2<String, Integer>> counts, Time time) {
    long latency = System.currentTimeMillis() - time.milliseconds();
    boolean beforeTheData = counts.isEmpty() && batchesSeen == 0;
    if (beforeTheData || done.getCount() == 0) {
      return;
    }
    batchesSeen++;
    if (batchesSeen > warmUpBatches) {
      latencies.add(latency);
      wordsMeasured += WordCount.total(counts);
    }
    if (latencies.size() == measuredBatches) {
      done.countDown();
    }
  }
}
