// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.dstreambeam.testkit.StreamTest.batch;

import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.dstreambeam.testkit.StreamTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WindowedCountTest {

  @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

  @Test
  void countsTheWordsOfTheLastTwoSeconds() {
    JavaDStream<String> words = test.input(batch("a", "b"), batch(), batch("c"));

    JavaDStream<Long> counts = words.window(Durations.seconds(2)).count();

    test.expect(counts, batch(2L), batch(2L), batch(1L), batch(1L), batch(0L));
    test.run();
  }
}
