// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Records per second through one operation. Every batch checks its result.
 *
 * <p>Arguments: master, the operation, batches of the warm-up, batches measured.
 */
public final class OperationThroughput {

  private static final int JOINED_KEYS = 200_000;
  private static final int DISTINCT_KEYS = 1_000_000;

  /** Where partitions leave their sums: both engines run in this JVM. */
  private static final LongAdder SUM = new LongAdder();

  private OperationThroughput() {}

  public static void main(String[] args) {
    Program.run(
        () -> {
          JavaStreamingContext jssc = Program.context(args[0], Sustained.BATCH_INTERVAL);
          Sustained sustained = new Sustained(args[2], args[3]);
          switch (args[1]) {
            case "narrow" -> narrow(jssc, sustained);
            case "groupByKey" -> groupByKey(jssc, sustained);
            case "join" -> join(jssc, sustained);
            case "foreachPartition" -> foreachPartition(jssc, sustained);
            case "distinct-keys" -> distinctKeys(jssc, sustained);
            default -> throw new IllegalArgumentException("No such operation: " + args[1]);
          }
        });
  }

  private static JavaDStream<String> words(JavaStreamingContext jssc, Sustained sustained) {
    return sustained.stream(jssc, DataSets.lines(jssc))
        .flatMap(line -> Arrays.asList(line.split(" ")).iterator());
  }

  /** A chain of six narrow operations over a million words. */
  private static void narrow(JavaStreamingContext jssc, Sustained sustained) throws Exception {
    words(jssc, sustained)
        .map(String::length)
        .filter(length -> length > 0)
        .map(length -> length * 31)
        .map(product -> product / 31)
        .filter(length -> length <= 10)
        .count()
        .foreachRDD((rdd, time) -> complete(rdd.first(), DataSets.WORDS, sustained, time));
    sustained.run(jssc, DataSets.WORDS);
  }

  /** A million words, ten thousand of them distinct, grouped and counted. */
  private static void groupByKey(JavaStreamingContext jssc, Sustained sustained) throws Exception {
    words(jssc, sustained)
        .mapToPair(word -> new Tuple2<>(word, 1))
        .groupByKey()
        .mapValues(OperationThroughput::sum)
        .foreachRDD(
            (rdd, time) ->
                complete(WordCount.total(rdd.collect()), DataSets.WORDS, sustained, time));
    sustained.run(jssc, DataSets.WORDS);
  }

  private static int sum(Iterable<Integer> values) {
    int sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }

  /** Two streams of the same keys, each key once in either. */
  private static void join(JavaStreamingContext jssc, Sustained sustained) throws Exception {
    pairs(jssc, sustained, JOINED_KEYS, 0)
        .join(pairs(jssc, sustained, JOINED_KEYS, 100))
        .count()
        .foreachRDD((rdd, time) -> complete(rdd.first(), JOINED_KEYS, sustained, time));
    sustained.run(jssc, 2L * JOINED_KEYS);
  }

  private static JavaPairDStream<Integer, Integer> pairs(
      JavaStreamingContext jssc, Sustained sustained, int keys, long seed) {
    return sustained.stream(jssc, DataSets.distinctKeys(jssc, keys, seed))
        .mapToPair(pair -> new Tuple2<>(pair._1(), pair._2()));
  }

  /** A chain in a driver function, and a side effect per partition. */
  private static void foreachPartition(JavaStreamingContext jssc, Sustained sustained)
      throws Exception {
    words(jssc, sustained)
        .foreachRDD(
            (rdd, time) -> {
              rdd.map(String::length)
                  .filter(length -> length > 0)
                  .foreachPartition(lengths -> add(lengths));
              complete(SUM.sumThenReset(), DataSets.WORDS, sustained, time);
            });
    sustained.run(jssc, DataSets.WORDS);
  }

  private static void add(Iterator<Integer> lengths) {
    long count = 0;
    for (; lengths.hasNext(); lengths.next()) {
      count++;
    }
    SUM.add(count);
  }

  /** A million keys, each once in a batch. */
  private static void distinctKeys(JavaStreamingContext jssc, Sustained sustained)
      throws Exception {
    pairs(jssc, sustained, DISTINCT_KEYS, 0)
        .reduceByKey(Integer::sum)
        .count()
        .foreachRDD((rdd, time) -> complete(rdd.first(), DISTINCT_KEYS, sustained, time));
    sustained.run(jssc, DISTINCT_KEYS);
  }

  private static void complete(long result, long expected, Sustained sustained, Time time) {
    if (result != 0) {
      sustained.completed(time, result, expected);
    }
  }
}
