// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.ParallelCollection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchHistoryTest {

  private static final Duration BATCH = new Duration(10);

  private final QueueSourceNode source =
      new QueueSourceNode(
          "queueStream",
          RddQueue.copyOf(List.of()),
          true,
          null,
          BATCH,
          new CallSite("queueStream", "P.java", 1));
  private final WindowNode window =
      new WindowNode(source, new Duration(30), BATCH, new CallSite("window", "P.java", 2));
  private final PlanBuilder builder = new PlanBuilder(BATCH);
  private final List<Long> forgotten = new ArrayList<>();
  private SparkContext context;

  @BeforeEach
  void start() {
    context = new SparkContext(new SparkConf(false).setMaster("local[1]").setAppName("history"));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private BatchHistory afterFiveBatches(PlanNode read) {
    builder.addSource(source);
    builder.addOutput(
        new ForeachRddNode(read, (rdd, time) -> {}, new CallSite("foreachRDD", "P.java", 3)));
    BatchHistory history = new BatchHistory(builder.build(), context);
    history.begin(0);
    for (long time = 10; time <= 50; time += 10) {
      long record = time;
      history.keep(
          source,
          time,
          () -> new ParallelCollection<>(context, List.of(record), 1),
          () -> forgotten.add(record));
      history.completed(time);
    }
    return history;
  }

  private static List<?> records(@Nullable Dataset<?> batch) {
    return Objects.requireNonNull(batch).collect();
  }

  @Test
  void forgetsWhatIsOlderThanTheSlide() throws Exception {
    BatchHistory history = afterFiveBatches(source);
    assertThat(records(history.batch(source, 50))).isEqualTo(List.of(50L));
    assertThat(records(history.batch(source, 40))).isEmpty();
    assertThat(history.batch(source, 0)).isNull();
    assertThat(history.batch(source, 45)).isNull();
    assertThat(forgotten).containsExactly(10L, 20L, 30L, 40L);
  }

  @Test
  void keepsWhatTheProgramAskedFor() throws Exception {
    builder.settings().remember(new Duration(20));
    BatchHistory history = afterFiveBatches(window);
    assertThat(records(history.batch(window, 50))).isEqualTo(List.of(30L, 40L, 50L));
    assertThat(records(history.batch(window, 40))).isEqualTo(List.of(20L, 30L, 40L));
    assertThat(records(history.batch(source, 10))).isEqualTo(List.of(10L));
  }

  @Test
  void refusesAWindowWhoseBatchesItDidNotKeep() {
    BatchHistory history = afterFiveBatches(window);
    assertThatThrownBy(() -> history.batch(window, 50))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Batch 30 ms of queueStream at P.java:1 is not kept: a window reaches back to it, which"
                + " this version keeps for slice and compute only if remember(Duration) was called"
                + " on the context before the start");
  }
}
