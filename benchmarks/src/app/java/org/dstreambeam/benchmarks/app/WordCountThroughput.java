// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Words counted per second: batches of a million words, ten thousand of them distinct.
 *
 * <p>Arguments: master, batches of the warm-up, batches measured.
 */
public final class WordCountThroughput {

  private WordCountThroughput() {}

  public static void main(String[] args) {
    Program.run(() -> measure(args[0], new Sustained(args[1], args[2])));
  }

  private static void measure(String master, Sustained sustained) throws Exception {
    JavaStreamingContext jssc = Program.context(master, Sustained.BATCH_INTERVAL);
    WordCount.of(sustained.stream(jssc, DataSets.lines(jssc)))
        .foreachRDD(
            (rdd, time) -> {
              var counts = rdd.collect();
              if (!counts.isEmpty()) {
                sustained.completed(time, WordCount.total(counts), DataSets.WORDS);
                Program.check(time, counts.size(), Words.VOCABULARY);
              }
            });
    sustained.run(jssc, DataSets.WORDS);
  }
}
