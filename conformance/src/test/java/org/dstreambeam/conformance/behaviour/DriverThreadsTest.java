// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;

/** On which thread driver functions run, and what they may do there. */
class DriverThreadsTest {
  private final List<String> journal = new CopyOnWriteArrayList<>();

  @Test
  void outputsRunOnTheJobExecutor() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          numbers.foreachRDD(rdd -> journal.add(Thread.currentThread().getName()));
          numbers.foreachRDD((rdd, time) -> journal.add(Thread.currentThread().getName()));
          table.batches(3);
          table.afterwards(
              done ->
                  assertThat(List.copyOf(journal).subList(0, 6))
                      .containsOnly("streaming-job-executor-0"));
        });
  }

  @Test
  void nothingIsDeclaredInAProgramThatRuns() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          numbers.foreachRDD(
              rdd -> {
                assertThatThrownBy(() -> numbers.map(number -> number))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "Adding new inputs, transformations, and output operations after starting"
                            + " a context is not supported");
                assertThatThrownBy(() -> numbers.print())
                    .isExactlyInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> numbers.foreachRDD(inner -> {}))
                    .isExactlyInstanceOf(IllegalStateException.class);
                journal.add("refused");
              });
          table.afterwards(done -> assertThat(journal).startsWith("refused"));
        });
  }

  @Test
  void noBatchWaitsForAsynchronousActionsOrFailsWithThem() throws Exception {
    List<JavaFutureAction<Void>> actions = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          table
              .input(batch(part(1, 2)))
              .foreachRDD(
                  rdd ->
                      actions.add(
                          rdd.foreachAsync(
                              number -> {
                                throw new IllegalStateException("refused " + number);
                              })));
          table.batches(2);
          table.afterwards(
              done -> {
                assertThatThrownBy(() -> actions.get(0).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("refused 1");
                assertThat(done.context().awaitTerminationOrTimeout(1)).isFalse();
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
              });
        });
  }
}
