// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/** What batches are made of, from fixed seeds: a few data sets, each in two partitions. */
final class DataSets {

  static final int LINES = 100_000;
  static final int WORDS = LINES * Words.PER_LINE;

  private static final int PARTITIONS = 2;
  private static final int COUNT = 4;

  private DataSets() {}

  /** Lines of ten words. */
  static List<JavaRDD<String>> lines(JavaStreamingContext jssc) {
    List<JavaRDD<String>> sets = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      sets.add(jssc.sparkContext().parallelize(Words.lines(LINES, i), PARTITIONS));
    }
    return sets;
  }

  /** Each of {@code size} numbers once, in an order of chance, as the keys of ones. */
  static List<JavaRDD<Tuple2<Integer, Integer>>> distinctKeys(
      JavaStreamingContext jssc, int size, long seed) {
    List<JavaRDD<Tuple2<Integer, Integer>>> sets = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      sets.add(keys(jssc, 0, size, 1, seed + i));
    }
    return sets;
  }

  /** Each key once, from the first to the one before the last, in an order of chance. */
  static JavaRDD<Tuple2<Integer, Integer>> keys(
      JavaStreamingContext jssc, int from, int to, int value, long seed) {
    List<Tuple2<Integer, Integer>> pairs = new ArrayList<>(to - from);
    for (int key = from; key < to; key++) {
      pairs.add(new Tuple2<>(key, value));
    }
    Collections.shuffle(pairs, new Random(seed));
    return jssc.sparkContext().parallelize(pairs, PARTITIONS);
  }
}
