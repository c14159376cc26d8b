// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import scala.Tuple2;

/** What the tables of windowed operations have in common. */
final class Windowed {

  private Windowed() {}

  static Duration batches(Table table, int n) {
    return Durations.milliseconds(n * table.batchMillis());
  }

  /** Windows with an inverse function have to have a directory. */
  static void checkpointsIn(Path directory, Table table) {
    table.context().sparkContext().setCheckpointDir(directory.toString());
  }

  /** A stream of which every batch is read: on Spark a queue keeps what nobody asks for. */
  @SafeVarargs
  static <T> JavaDStream<T> input(Table table, Batch<T>... input) {
    JavaDStream<T> stream = table.input(input);
    stream.foreachRDD(rdd -> {});
    return stream;
  }

  /** The same, of pairs. */
  @SafeVarargs
  static <K, V> JavaPairDStream<K, V> pairs(Table table, Batch<Tuple2<K, V>>... input) {
    return input(table, input).mapToPair(pair -> pair);
  }

  /** One value per batch and power of ten, so that a sum tells which batches are in it. */
  static JavaPairDStream<String, Integer> powersOfTen(Table table) {
    return pairs(
        table,
        batch(part(pair("a", 1))),
        batch(part(pair("a", 10))),
        batch(part(pair("a", 100))),
        batch(part(pair("a", 1000), pair("b", 1))),
        batch(part(pair("a", 10000))));
  }

  /** The keys of each partition in order, as one record. */
  static <V> JavaDStream<String> keys(JavaPairDStream<String, V> pairs) {
    return pairs.mapPartitions(Windowed::joined);
  }

  private static <V> Iterator<String> joined(Iterator<Tuple2<String, V>> pairs) {
    List<String> keys = new ArrayList<>();
    pairs.forEachRemaining(pair -> keys.add(pair._1()));
    return List.of(String.join(" ", keys)).iterator();
  }

  /** {@code count} pairs in two partitions, whose keys are numbers to the base of 36. */
  static Batch<Tuple2<String, String>> manyKeys(String value, int first, int count) {
    List<Tuple2<String, String>> even = new ArrayList<>();
    List<Tuple2<String, String>> odd = new ArrayList<>();
    for (int n = first; n < first + count; n++) {
      (n % 2 == 0 ? even : odd).add(pair(Integer.toString(n * 7, 36), value));
    }
    return batch(even, odd);
  }
}
