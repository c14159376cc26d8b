// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Time;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.clock.BatchClock;
import org.dstreambeam.fixture.Buffers;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.fixture.Threads;
import org.dstreambeam.plan.ForeachRddNode.DriverFunction;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class BatchRunnerTest {

  private static final long LONG = SECONDS.toMillis(30);
  private static final int MOST_PENDING = 32;

  /** Stands still, and remembers which batches are done. */
  private static final class RecordingClock implements BatchClock {
    final List<Long> completed = Collections.synchronizedList(new ArrayList<>());

    @Override
    public long now() {
      return 0;
    }

    @Override
    public long realMillisUntil(long time) {
      return Long.MAX_VALUE;
    }

    @Override
    public void onAdvance(Runnable listener) {}

    @Override
    public void batchCompleted(long batchTime) {
      completed.add(batchTime);
    }
  }

  @RegisterExtension private final Spark spark = new Spark();
  private final RecordingClock clock = new RecordingClock();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private @Nullable BatchRunner runner;

  @AfterEach
  void stop() throws InterruptedException {
    mayEnd.countDown();
    if (runner != null) {
      runner.stop(0);
    }
  }

  @Test
  void runsTheOutputsOfABatchInOrderAndBatchAfterBatch() throws Exception {
    BatchRunner batches = runner(logging("op0"), logging("op1"));

    for (long time = 1000; time <= 3000; time += 1000) {
      batches.submit(time, batch(2, time));
    }

    assertThat(batches.stop(LONG)).isTrue();
    assertThat(log)
        .containsExactly("op0 1000", "op1 1000", "op0 2000", "op1 2000", "op0 3000", "op1 3000");
    assertThat(clock.completed).containsExactly(1000L, 2000L, 3000L);
  }

  @Test
  void givesEachOutputItsOwnBlocks() throws Exception {
    BatchRunner batches = runner(collecting("op0"), collecting("op1"));

    batches.submit(
        1000,
        new TreeMap<>(
            Map.of(
                0, List.of(Block.marker(1000), Block.of(1000, 0, List.of("a"))),
                1, List.of(Block.of(1000, 0, List.of("b")), Block.marker(1000)))));

    batches.stop(LONG);
    assertThat(log).containsExactly("op0 [a]", "op1 [b]");
  }

  @Test
  void runsAnOutputOfAnEmptyBatch() throws Exception {
    BatchRunner batches = runner(collecting("op0"));

    batches.submit(1000, batch(1, 1000));

    batches.stop(LONG);
    assertThat(log).containsExactly("op0 []");
  }

  @Test
  void anOutputThatThrowsIsReportedAndTheNextOneRuns() throws Exception {
    IllegalStateException failure = new IllegalStateException("bad output");
    BatchRunner batches =
        runner(
            (rdd, time) -> {
              if (time.milliseconds() == 1000) {
                throw failure;
              }
              logging("op0").call(rdd, time);
            },
            logging("op1"));

    batches.submit(1000, batch(2, 1000));
    batches.submit(2000, batch(2, 2000));

    assertThat(batches.stop(LONG)).isTrue();
    assertThat(errors).containsExactly(failure);
    assertThat(log).containsExactly("op1 1000", "op0 2000", "op1 2000");
    assertThat(clock.completed).containsExactly(1000L, 2000L);
  }

  @Test
  void whatAFailedBlockCarriesIsReportedOnlyIfTheOutputReadsIt() throws Exception {
    BatchRunner batches = runner(logging("op0"), collecting("op1"));
    List<Block> failed =
        List.of(Block.marker(1000), Block.failed(1000, 0, new ArithmeticException("task")));

    batches.submit(1000, new TreeMap<>(Map.of(0, failed, 1, failed)));

    batches.stop(LONG);
    assertThat(log).containsExactly("op0 1000");
    assertThat(errors)
        .singleElement()
        .extracting(Throwable::getCause)
        .hasToString("java.lang.ArithmeticException: task");
  }

  @Test
  void withoutAMarkerThereIsNoBatch() throws Exception {
    BatchRunner batches = runner(logging("op0"));

    batches.submit(1000, Map.of(0, List.of(Block.of(1000, 0, List.of("a")))));

    batches.stop(LONG);
    assertThat(log).isEmpty();
    assertThat(clock.completed).isEmpty();
  }

  @Test
  void aBatchThatCouldNotBeMadeIsReportedAtOnceAndOverWhenThoseBeforeItAre() throws Exception {
    IllegalStateException failure = new IllegalStateException("no batch");
    BatchRunner batches = runner(blocking());
    batches.submit(1000, batch(1, 1000));
    running.await();

    batches.submit(2000, Map.of(0, List.of(Block.failedMarker(2000, failure))));
    batches.submit(3000, Map.of(1, List.of(Block.marker(3000))));

    assertThat(errors).containsExactly(failure);
    assertThat(clock.completed).isEmpty();
    mayEnd.countDown();
    assertThat(batches.stop(LONG)).isTrue();
    assertThat(clock.completed).containsExactly(1000L, 2000L, 3000L);
  }

  @Test
  void givesTheMemoryOfABatchBackWhetherOutputsRunOrNot() throws Exception {
    try (BlockMemory memory = BlockMemory.open(new SparkConf(false))) {
      BatchRunner batches = runner(logging("op0"));
      List<Block> blocks = new ArrayList<>(); // none is garbage
      for (long time = 1000; time <= 3000; time += 1000) {
        blocks.add(Buffers.of(List.of("record")).toBlock(time, 0));
      }
      assertThat(memory.used()).isPositive();

      Block noBatch = Block.failedMarker(1000, new IllegalStateException("no batch"));
      batches.submit(1000, Map.of(0, List.of(noBatch, blocks.get(0))));
      Block tick = Block.marker(2000);
      batches.submit(2000, Map.of(0, List.of(blocks.get(1)), 1, List.of(tick)));
      batches.submit(3000, Map.of(0, List.of(Block.marker(3000), blocks.get(2))));

      assertThat(batches.stop(LONG)).isTrue();
      assertThat(memory.used()).isZero();
      assertThat(blocks).hasSize(3);
    }
  }

  @Test
  void runsSeveralOutputsAtOnceWithMoreConcurrentJobs() throws Exception {
    spark.conf().set("spark.streaming.concurrentJobs", "2");
    CyclicBarrier both = new CyclicBarrier(2);
    DriverFunction meeting =
        (rdd, time) -> {
          both.await(30, SECONDS);
          log.add("met");
        };
    BatchRunner batches = runner(meeting, meeting);

    batches.submit(1000, batch(2, 1000));

    assertThat(batches.stop(LONG)).isTrue();
    assertThat(errors).isEmpty();
    assertThat(log).containsExactly("met", "met");
    assertThat(clock.completed).containsExactly(1000L);
  }

  @Test
  void holdsTheEngineBackOnceTooManyBatchesArePending() throws Exception {
    BatchRunner batches = runner(blocking());
    for (int i = 1; i <= MOST_PENDING; i++) {
      batches.submit(i * 1000L, batch(1, i * 1000L));
    }
    long next = (MOST_PENDING + 1) * 1000L;
    Thread engine = Threads.start(() -> submit(batches, next));
    Threads.awaitWaiting(engine);

    mayEnd.countDown();

    engine.join();
    assertThat(batches.stop(LONG)).isTrue();
    assertThat(clock.completed).hasSize(MOST_PENDING + 1).endsWith(next);
  }

  @Test
  void aStopInterruptsTheOutputThatRunsAndDropsTheRest() throws Exception {
    BatchRunner batches = runner(blocking(), logging("op1"));
    batches.submit(1000, batch(2, 1000));
    batches.submit(2000, batch(2, 2000));
    running.await();

    assertThat(batches.stop(0)).isFalse();

    assertThat(log).isEmpty();
    assertThat(errors).isEmpty();
  }

  @Test
  void aStopLetsAnEngineGoThatWasHeldBack() throws Exception {
    BatchRunner batches = runner(blocking());
    for (int i = 1; i <= MOST_PENDING; i++) {
      batches.submit(i * 1000L, batch(1, i * 1000L));
    }
    Thread engine = Threads.start(() -> submit(batches, (MOST_PENDING + 1) * 1000L));
    Threads.awaitWaiting(engine);

    batches.stop(0);

    engine.join();
    assertThat(log).isEmpty();
  }

  /** A pipeline that is yet to be cancelled goes on: it must neither fail nor hang. */
  @Test
  void dropsHoweverManyBatchesComeAfterTheStop() throws Exception {
    BatchRunner batches = runner(logging("op0"));
    batches.stop(LONG);

    for (int i = 1; i <= 2 * MOST_PENDING; i++) {
      batches.submit(i * 1000L, batch(1, i * 1000L));
    }

    assertThat(log).isEmpty();
    assertThat(errors).isEmpty();
  }

  private void submit(BatchRunner batches, long time) {
    try {
      batches.submit(time, batch(1, time));
    } catch (Throwable e) {
      log.add("submit: " + e);
    }
  }

  private BatchRunner runner(DriverFunction... outputs) {
    QueueSourceNode source = Plans.queue(List.of(), true, null);
    LogicalPlan plan = Plans.of(source, source, outputs);
    BatchRunner created = new BatchRunner(Plans.program(plan, spark.context(), clock, errors::add));
    runner = created;
    return created;
  }

  private DriverFunction logging(String name) {
    return (rdd, time) -> log.add(name + " " + time.milliseconds());
  }

  private DriverFunction collecting(String name) {
    return (rdd, time) -> {
      Dataset<?> dataset = rdd.dataset();
      log.add(name + " " + dataset.collect());
    };
  }

  private DriverFunction blocking() {
    return (org.apache.spark.rdd.RDD<?> rdd, Time time) -> {
      running.countDown();
      mayEnd.await();
    };
  }

  private static Map<Integer, List<Block>> batch(int outputs, long time) {
    Map<Integer, List<Block>> blocks = new TreeMap<>();
    for (int output = 0; output < outputs; output++) {
      blocks.put(output, List.of(Block.marker(time)));
    }
    return blocks;
  }
}
