// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Batches per second through an operation that keeps a count for each of many keys. The first batch
 * has all keys, the others have some of them, a different part each of four times.
 *
 * <p>Arguments: master, the operation, keys of the state, keys of a batch, batches of the warm-up,
 * batches measured, batch interval in milliseconds.
 */
public final class StateThroughput {

  /** As far apart as checkpoints are if batches take a second and the program does not say. */
  static final int BATCHES_PER_CHECKPOINT = 10;

  private static final int PARTS = 4;

  /** Where partitions leave their sums: both engines run in this JVM. */
  private static final LongAdder SUM = new LongAdder();

  private final int live;
  private final int touched;
  private final Sustained sustained;
  private final Duration interval;

  private StateThroughput(String[] args) {
    this.live = Integer.parseInt(args[2]);
    this.touched = Integer.parseInt(args[3]);
    this.sustained = new Sustained(args[4], args[5]);
    this.interval = new Duration(Long.parseLong(args[6]));
  }

  public static void main(String[] args) {
    Program.run(
        () -> {
          StateThroughput program = new StateThroughput(args);
          JavaStreamingContext jssc = Program.checkpointed(Program.conf(args[0]), program.interval);
          switch (args[1]) {
            case "updateStateByKey" -> program.updateStateByKey(jssc);
            case "mapWithState" -> program.mapWithState(jssc);
            default -> throw new IllegalArgumentException("No such operation: " + args[1]);
          }
          program.sustained.run(jssc, 1);
        });
  }

  private JavaPairDStream<Integer, Integer> pairs(JavaStreamingContext jssc) {
    List<JavaRDD<Tuple2<Integer, Integer>>> parts = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      int from = partStart(i);
      parts.add(DataSets.keys(jssc, from, from + touched, 1, i));
    }
    JavaRDD<Tuple2<Integer, Integer>> all = DataSets.keys(jssc, 0, live, 1, PARTS);
    JavaDStream<Tuple2<Integer, Integer>> batches = sustained.stream(jssc, List.of(all), parts);
    return batches.mapToPair(pair -> pair);
  }

  /** Parts do not overlap unless a batch has all keys. */
  private int partStart(int part) {
    return touched == live ? 0 : part * (live / PARTS);
  }

  /** The whole state comes out of every batch, and is looked at. */
  private void updateStateByKey(JavaStreamingContext jssc) {
    JavaPairDStream<Integer, Integer> counts = pairs(jssc).updateStateByKey(StateThroughput::add);
    counts.checkpoint(interval.times(BATCHES_PER_CHECKPOINT));
    counts.foreachRDD(
        (rdd, time) -> {
          rdd.foreachPartition(
              pairs -> {
                long sum = 0;
                while (pairs.hasNext()) {
                  sum += pairs.next()._2();
                }
                SUM.add(sum);
              });
          complete(time, live + (long) touched * sustained.completed());
        });
  }

  static Optional<Integer> add(List<Integer> values, Optional<Integer> count) {
    int sum = count.orElse(0);
    for (int value : values) {
      sum += value;
    }
    return Optional.of(sum);
  }

  /** The new counts of the keys of the batch come out. */
  private void mapWithState(JavaStreamingContext jssc) {
    pairs(jssc)
        .mapWithState(StateSpec.function(StateThroughput::count))
        .foreachRDD(
            (rdd, time) -> {
              rdd.foreachPartition(
                  counts -> {
                    long sum = 0;
                    while (counts.hasNext()) {
                      sum += counts.next();
                    }
                    SUM.add(sum);
                  });
              complete(time, expectedOfTouched());
            });
  }

  static Integer count(Integer key, Optional<Integer> value, State<Integer> state) {
    int sum = value.orElse(0) + (state.exists() ? state.get() : 0);
    state.update(sum);
    return sum;
  }

  private long expectedOfTouched() {
    int before = sustained.completed();
    if (before == 0) {
      return live;
    }
    return (long) touched * (touched == live ? before + 1 : 2 + (before - 1) / PARTS);
  }

  private void complete(Time time, long expected) {
    long sum = SUM.sumThenReset();
    if (!sustained.isDone()) {
      sustained.completed(time, sum, expected);
    }
  }
}
