// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * The memory that a full window holds, in copies of its records: the heap when the window is full
 * and slides, less the heap when it was empty, over the heap of the records in lists.
 *
 * <p>The records are pairs that are made when a batch is computed, objects of their own all of
 * them, each key once in a batch.
 *
 * <p>Arguments: master, window or reduceByKeyAndWindow, records of a batch, batches of a window,
 * batch interval in milliseconds: long enough for no batch to wait.
 */
public final class WindowMemory {

  private static final int PARTITIONS = 2;
  private static final int EMPTY_BATCHES = 5;

  /** How often the full window slides before it is measured. */
  private static final int SLIDES = 5;

  /** Above the numbers that the JVM keeps an object each of. */
  private static final int VALUE = 1_000;

  private final int records;
  private final int length;
  private final Duration interval;
  private final CountDownLatch done = new CountDownLatch(1);
  private int batches;
  private long before;
  private long held;

  private WindowMemory(String[] args) {
    this.records = Integer.parseInt(args[2]);
    this.length = Integer.parseInt(args[3]);
    this.interval = new Duration(Long.parseLong(args[4]));
  }

  public static void main(String[] args) {
    Program.run(() -> new WindowMemory(args).measure(args[0], args[1]));
  }

  private void measure(String master, String operation) throws Exception {
    double copy = copy();
    JavaStreamingContext jssc = Program.context(master, interval);
    JavaPairDStream<String, Integer> pairs =
        batches(jssc).mapPartitionsToPair(numbers -> pairs(numbers));
    Duration window = interval.times(length);
    JavaPairDStream<String, Integer> windows =
        switch (operation) {
          case "window" -> pairs.window(window);
          case "reduceByKeyAndWindow" -> pairs.reduceByKeyAndWindow(Integer::sum, window);
          default -> throw new IllegalArgumentException("No such operation: " + operation);
        };
    long full = operation.equals("window") ? (long) records * length : records;
    windows.foreachRDD((rdd, time) -> seen(rdd.count(), full, time));
    jssc.start();
    Program.await(jssc, done);
    Program.report("copies", held / copy);
    Program.report("copy", copy / (1 << 20));
    jssc.stop(true, false);
  }

  /** What the records of a window take in lists, a list for each partition of a batch. */
  private double copy() {
    long empty = Heap.live();
    List<List<Tuple2<String, Integer>>> lists = new ArrayList<>();
    for (int i = 0; i < length * PARTITIONS; i++) {
      ArrayList<Tuple2<String, Integer>> list = new ArrayList<>();
      pairs(IntStream.range(0, records / PARTITIONS).iterator()).forEachRemaining(list::add);
      list.trimToSize();
      lists.add(list);
    }
    long all = Heap.live();
    if (lists.size() != length * PARTITIONS) { // they must be alive until here
      throw new IllegalStateException();
    }
    return all - empty;
  }

  private JavaDStream<Integer> batches(JavaStreamingContext jssc) {
    List<JavaRDD<Integer>> queue = new ArrayList<>();
    for (int i = 0; i < EMPTY_BATCHES; i++) {
      queue.add(jssc.sparkContext().emptyRDD());
    }
    List<Integer> numbers = IntStream.range(0, records).boxed().toList();
    JavaRDD<Integer> batch = jssc.sparkContext().parallelize(numbers, PARTITIONS);
    for (int i = 0; i < length + 2 * SLIDES; i++) {
      queue.add(batch);
    }
    return jssc.queueStream(new java.util.ArrayDeque<>(queue));
  }

  private static Iterator<Tuple2<String, Integer>> pairs(Iterator<Integer> numbers) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return numbers.hasNext();
      }

      @Override
      public Tuple2<String, Integer> next() {
        int number = numbers.next();
        return new Tuple2<>("key-" + (10_000_000 + number), VALUE + number);
      }
    };
  }

  private void seen(long count, long full, Time time) {
    batches++;
    if (batches == EMPTY_BATCHES) {
      before = Heap.live();
    }
    if (batches == EMPTY_BATCHES + length + SLIDES) {
      Program.check(time, count, full);
      held = Heap.live() - before;
      done.countDown();
    }
  }
}
