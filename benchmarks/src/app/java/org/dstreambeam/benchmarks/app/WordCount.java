// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import scala.Tuple2;

/** The word count that every guide to Spark Streaming begins with. */
final class WordCount {

  private WordCount() {}

  static JavaPairDStream<String, Integer> of(JavaDStream<String> lines) {
    return lines
        .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1))
        .reduceByKey((a, b) -> a + b);
  }

  static long total(List<Tuple2<String, Integer>> counts) {
    long total = 0;
    for (Tuple2<String, Integer> count : counts) {
      total += count._2();
    }
    return total;
  }
}
