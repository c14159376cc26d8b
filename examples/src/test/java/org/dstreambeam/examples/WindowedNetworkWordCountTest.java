// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.dstreambeam.testkit.StreamTest.batch;

import java.util.List;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.testkit.StreamTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

class WindowedNetworkWordCountTest {

  private static final Duration WINDOW = Durations.seconds(4);
  private static final Duration SLIDE = Durations.seconds(2);

  @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

  @Test
  void countsTheWordsOfTheWindow() {
    expectCounts(WindowedNetworkWordCount.counted(lines(), WINDOW, SLIDE));
    test.run();
  }

  @Test
  void updatesTheCountsOfTheWindowBefore() {
    expectCounts(WindowedNetworkWordCount.updated(lines(), WINDOW, SLIDE, 2));
    test.run();
  }

  private JavaDStream<String> lines() {
    return test.input(batch("a b"), batch("a"), batch("a c", "c"), batch(), batch("b"));
  }

  private void expectCounts(JavaPairDStream<String, Integer> counts) {
    List<Tuple2<String, Integer>> nothing = batch();
    test.expect(
        counts,
        batch(count("a", 2), count("b", 1)), // the first window is half as long
        batch(count("a", 3), count("b", 1), count("c", 2)),
        batch(count("a", 1), count("b", 1), count("c", 2)),
        batch(count("b", 1)),
        nothing,
        nothing);
  }

  private static Tuple2<String, Integer> count(String word, int count) {
    return new Tuple2<>(word, count);
  }
}
