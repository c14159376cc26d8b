// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Slides per second of {@code reduceByKeyAndWindow}: windows of many batches that slide by one,
 * each batch with every key once. Only full windows are measured.
 *
 * <p>Arguments: master, plain or inverse, keys, batches of a window, full windows of the warm-up,
 * windows measured, batch interval in milliseconds.
 */
public final class WindowThroughput {

  private static final int SETS = 4;

  /** Above the numbers that the JVM keeps an object each of: a value is an object of its own. */
  private static final int VALUE = 1_000;

  private static final LongAdder SUM = new LongAdder();

  private final boolean plain;
  private final int keys;
  private final int length;
  private final Sustained sustained;
  private final Duration interval;

  private WindowThroughput(String[] args) {
    this.plain = args[1].equals("plain");
    this.keys = Integer.parseInt(args[2]);
    this.length = Integer.parseInt(args[3]);
    this.sustained = new Sustained(Integer.toString(length + Integer.parseInt(args[4])), args[5]);
    this.interval = new Duration(Long.parseLong(args[6]));
  }

  public static void main(String[] args) {
    Program.run(() -> new WindowThroughput(args).measure(args[0]));
  }

  private void measure(String master) throws Exception {
    JavaStreamingContext jssc = Program.checkpointed(Program.conf(master), interval);
    List<JavaRDD<Tuple2<Integer, Integer>>> sets =
        java.util.stream.IntStream.range(0, SETS)
            .mapToObj(seed -> DataSets.keys(jssc, 0, keys, VALUE, seed))
            .toList();
    JavaPairDStream<Integer, Integer> pairs = sustained.stream(jssc, sets).mapToPair(pair -> pair);
    sums(pairs)
        .foreachRDD(
            (rdd, time) -> {
              // Spark computes what is asked for: to ask for windows that fill would take long.
              if (plain && sustained.completed() < length - 1) {
                sustained.skipped();
                return;
              }
              rdd.foreachPartition(
                  results -> {
                    long sum = 0;
                    while (results.hasNext()) {
                      sum += results.next()._2();
                    }
                    SUM.add(sum);
                  });
              long sum = SUM.sumThenReset();
              if (!sustained.isDone()) {
                int batches = Math.min(length, sustained.completed() + 1);
                sustained.completed(time, sum, (long) VALUE * keys * batches);
              }
            });
    sustained.run(jssc, 1);
  }

  private JavaPairDStream<Integer, Integer> sums(JavaPairDStream<Integer, Integer> pairs) {
    Duration window = interval.times(length);
    if (plain) {
      return pairs.reduceByKeyAndWindow(Integer::sum, window, interval);
    }
    JavaPairDStream<Integer, Integer> sums =
        pairs.reduceByKeyAndWindow(Integer::sum, (a, b) -> a - b, window, interval);
    sums.checkpoint(interval.times(StateThroughput.BATCHES_PER_CHECKPOINT));
    return sums;
  }
}
