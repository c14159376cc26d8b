// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.dstreambeam.testkit.StreamTest.batch;

import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.dstreambeam.testkit.StreamTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

class StatefulNetworkWordCountTest {

  @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

  @Test
  void addsTheWordsOfEachBatchToTheTotals() {
    JavaPairRDD<String, Integer> before =
        test.context().sparkContext().parallelizePairs(List.of(total("to", 2), total("be", 2)));

    JavaMapWithStateDStream<String, Integer, Integer, Tuple2<String, Integer>> totals =
        StatefulNetworkWordCount.totals(
            test.input(batch("to sleep", "to dream"), batch(), batch("perchance to dream")),
            before);

    test.expect(
        totals,
        batch(total("to", 4), total("sleep", 1), total("dream", 1)),
        batch(),
        batch(total("perchance", 1), total("to", 5), total("dream", 2)));
    test.expect(totals.stateSnapshots().count(), batch(4L), batch(4L), batch(5L), batch(5L));
    test.run();
  }

  private static Tuple2<String, Integer> total(String word, int total) {
    return new Tuple2<>(word, total);
  }
}
