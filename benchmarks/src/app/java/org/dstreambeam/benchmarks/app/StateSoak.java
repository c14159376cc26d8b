// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * What is alive on the heap while many batches go over a large state, at the first batch, which
 * makes the state, and at every tenth of the batches.
 *
 * <p>Every other batch touches one in a hundred of the keys.
 *
 * <p>Arguments: master, the operation, keys, batches after the first, the class of the clock: one
 * that does not wait for the time of a batch to come.
 */
public final class StateSoak {

  private static final int PARTS = 100;
  private static final int READINGS = 10;
  private static final int PARTITIONS = 2;

  private final int keys;
  private final int batches;
  private final CountDownLatch done = new CountDownLatch(1);
  private int outputs;

  private StateSoak(String[] args) {
    this.keys = Integer.parseInt(args[2]);
    this.batches = Integer.parseInt(args[3]);
  }

  public static void main(String[] args) {
    Program.run(() -> new StateSoak(args).run(args));
  }

  private void run(String[] args) throws Exception {
    SparkConf conf = Program.conf(args[0]).set("spark.streaming.clock", args[4]);
    JavaStreamingContext jssc = Program.checkpointed(conf, Durations.seconds(1));
    JavaPairDStream<Integer, Integer> pairs = batches(jssc).mapPartitionsToPair(StateSoak::pairs);
    switch (args[1]) {
      case "updateStateByKey" ->
          pairs
              .updateStateByKey(StateThroughput::add)
              .foreachRDD((rdd, time) -> seen(rdd.count(), keys));
      case "mapWithState" ->
          pairs
              .mapWithState(StateSpec.function(StateThroughput::count))
              .foreachRDD((rdd, time) -> seen(rdd.count(), outputs == 0 ? keys : keys / PARTS));
      default -> throw new IllegalArgumentException("No such operation: " + args[1]);
    }
    jssc.start();
    Program.await(jssc, done);
    jssc.stop(true, false);
  }

  /** Ranges of keys: the queue is small. */
  private JavaDStream<Tuple2<Integer, Integer>> batches(JavaStreamingContext jssc) {
    Queue<JavaRDD<Tuple2<Integer, Integer>>> queue = new ArrayDeque<>();
    queue.add(range(jssc, 0, keys));
    List<JavaRDD<Tuple2<Integer, Integer>>> parts = new ArrayList<>();
    int size = keys / PARTS;
    for (int i = 0; i < PARTS; i++) {
      parts.add(range(jssc, i * size, (i + 1) * size));
    }
    for (int i = 0; i < batches; i++) {
      queue.add(parts.get(i % PARTS));
    }
    return jssc.queueStream(queue);
  }

  private static JavaRDD<Tuple2<Integer, Integer>> range(
      JavaStreamingContext jssc, int from, int to) {
    int middle = (from + to) / 2;
    return jssc.sparkContext()
        .parallelize(List.of(new Tuple2<>(from, middle), new Tuple2<>(middle, to)), PARTITIONS);
  }

  private static Iterator<Tuple2<Integer, Integer>> pairs(
      Iterator<Tuple2<Integer, Integer>> ranges) {
    if (!ranges.hasNext()) {
      return List.<Tuple2<Integer, Integer>>of().iterator();
    }
    Tuple2<Integer, Integer> range = ranges.next();
    return IntStream.range(range._1(), range._2()).mapToObj(key -> new Tuple2<>(key, 1)).iterator();
  }

  private void seen(long count, long expected) {
    if (done.getCount() == 0) {
      return;
    }
    if (count != expected) {
      throw new IllegalStateException(
          "After %d batches: got %d instead of %d".formatted(outputs, count, expected));
    }
    if (outputs == 0) {
      Program.report("heap.first", Heap.live() / 1048576.0);
    } else if (outputs % (batches / READINGS) == 0) {
      Program.report("heap." + outputs, Heap.live() / 1048576.0);
    }
    if (outputs == batches) {
      done.countDown();
    }
    outputs++;
  }
}
