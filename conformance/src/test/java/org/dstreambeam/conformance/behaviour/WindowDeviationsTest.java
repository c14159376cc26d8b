// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.junit.jupiter.api.Test;

/** Where windows differ from Spark's on purpose. */
class WindowDeviationsTest {

  @Deviation("Windows are reduced in other brackets")
  @Test
  void aWindowIsReducedInOtherBrackets() throws Exception {
    Table.run(
        table -> {
          Duration slide = Durations.milliseconds(table.batchMillis());
          table.expect(
              "reduceByWindow(3, 1)",
              table
                  .input(batch(part("a")), batch(part("b")), batch(part("c")), batch(part("d")))
                  .reduceByWindow((x, y) -> "(" + x + y + ")", slide.times(3), slide),
              batch(part("a")),
              batch(part("(ab)")),
              batch(part("(a(bc))")),
              batch(part("(b(cd))")),
              batch(part("(cd)")),
              batch(part("d")));
        });
  }
}
