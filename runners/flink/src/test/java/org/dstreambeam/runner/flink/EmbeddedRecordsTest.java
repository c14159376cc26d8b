// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How records pass on embedded Flink: as bytes, whatever they are. */
@Timeout(120)
class EmbeddedRecordsTest {

  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<String> journal = new Journal<>();

  /** No serialiser takes a thread. */
  record Holder(Thread thread) {}

  @Test
  void aRecordThatCannotBeSerialisedFailsItsPartitionAlsoOnTheWayToADriverFunction()
      throws Exception {
    JavaStreamingContext context = program.onManualClock("local[2]");
    EmbeddedProgram.batches(context, List.of(1, 2), List.of(3))
        .map(number -> number == 3 ? number : new Holder(Thread.currentThread()))
        .foreachRDD((rdd, time) -> journal.add(time + " " + rdd.collect()));
    context.start();
    EmbeddedProgram.advance(context, 2);

    assertThatThrownBy(context::awaitTermination)
        .hasMessageStartingWith("Job aborted due to stage failure: Task 0 in stage")
        .rootCause()
        .hasMessageContaining("Thread");
    assertThat(journal.await(1)).containsExactly("200 ms [3]");
  }
}
