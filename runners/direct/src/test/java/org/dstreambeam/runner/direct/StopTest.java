// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ways to stop, and what becomes of the batches that run, wait, or are not yet due. */
@Timeout(60)
class StopTest {

  @RegisterExtension final Program program = Program.onManualClock();

  private final Journal<String> journal = new Journal<>();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  /** An output that notes each batch, and stays in the first until told to end. */
  private void slowOutput() {
    program
        .emptyBatches()
        .foreachRDD(
            (rdd, time) -> {
              journal.add("begin " + time.milliseconds());
              running.countDown();
              try {
                mayEnd.await();
                journal.add("end " + time.milliseconds());
              } catch (InterruptedException e) {
                journal.add("interrupted " + time.milliseconds());
                throw e;
              }
            });
  }

  @Test
  void aPlainStopInterruptsWhatRunsAfterTwoSecondsAndDropsWhatWaits() throws InterruptedException {
    slowOutput();
    JavaStreamingContext context = program.context();
    context.start();
    program.advance(3);
    running.await();

    long begin = System.nanoTime();
    context.stop(false);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(10));
    assertThat(journal.first(2)).containsExactly("begin 1000", "interrupted 1000");
    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    assertThat(context.awaitTerminationOrTimeout(0)).as("no error was reported").isTrue();
    Program.awaitNoRunnerThreads();
    assertThat(journal.all()).as("the other batches were dropped").hasSize(2);
  }

  @Test
  void aPlainStopLetsAnOutputEndThatTakesLessThanTwoSeconds() throws InterruptedException {
    slowOutput();
    program.context().start();
    program.advance(2);
    running.await();
    Thread stopping = new Thread(() -> program.context().stop(false));

    stopping.start();
    Journal.awaitThat(
        () -> "the stop to wait", () -> stopping.getState() == Thread.State.TIMED_WAITING);
    mayEnd.countDown();
    stopping.join();

    assertThat(journal.all()).containsExactly("begin 1000", "end 1000", "begin 2000", "end 2000");
  }

  @Test
  void aGracefulStopProcessesEverythingReceivedInTwoMoreBatches() throws InterruptedException {
    LateReceiver.mayStore = new CountDownLatch(1);
    LateReceiver.stored = new CountDownLatch(1);
    Journal<List<Integer>> batches = new Journal<>();
    program
        .context()
        .receiverStream(new LateReceiver())
        .foreachRDD(
            (rdd, time) -> {
              batches.add(rdd.collect());
              journal.add("" + time.milliseconds());
            });
    program.context().start();
    program.advance(2);
    journal.first(2);
    LateReceiver.mayStore.countDown();
    LateReceiver.stored.await();

    Thread stopping = new Thread(() -> program.context().stop(false, true));
    stopping.start();
    while (stopping.isAlive()) {
      program.advance(1);
      stopping.join(50);
    }

    assertThat(batches.all().stream().flatMap(List::stream)).containsExactly(1, 2, 3);
    assertThat(program.context().getState()).isEqualTo(StreamingContextState.STOPPED);
  }

  @Test
  void aGracefulStopRunsTheBatchThatIsOpenAndOneMore() throws InterruptedException {
    Journal<Long> times = program.batchTimes();
    program.context().start();
    program.advance(2);
    times.first(2);

    Thread stopping = new Thread(() -> program.context().stop(false, true));
    stopping.start();
    Journal.awaitThat(
        () -> "the stop to wait", () -> stopping.getState() == Thread.State.TIMED_WAITING);
    program.advance(5);
    stopping.join();

    assertThat(times.all()).containsExactly(1_000L, 2_000L, 3_000L, 4_000L);
  }

  @Test
  void aGracefulStopRunsAllThatWaitsHoweverLongItsTimeoutIsOver() throws InterruptedException {
    int batches = 50; // more than wait at the driver: some are still on their way through Beam
    program.set("spark.streaming.gracefulStopTimeout", "1ms");
    slowOutput();
    program.context().start();
    program.advance(batches);
    running.await();

    Thread stopping = new Thread(() -> program.context().stop(false, true));
    stopping.start();
    Journal.awaitThat(
        () -> "the stop to wait", () -> stopping.getState() == Thread.State.TIMED_WAITING);
    mayEnd.countDown();
    stopping.join();

    assertThat(journal.all().stream().filter(line -> line.startsWith("end"))).hasSize(batches);
  }

  @Test
  void aGracefulStopEndsWithItsLastBatchAlsoIfThatFails() throws InterruptedException {
    program.set("spark.streaming.gracefulStopTimeout", "1h");
    program
        .emptyBatches()
        .foreachRDD(
            (rdd, time) -> {
              journal.add("" + time.milliseconds());
              throw new IllegalStateException("fails in every batch");
            });
    program.context().start();
    program.advance(1);
    journal.first(1);

    Thread stopping = new Thread(() -> program.context().stop(false, true));
    stopping.start();
    Journal.awaitThat(
        () -> "the stop to wait", () -> stopping.getState() == Thread.State.TIMED_WAITING);
    program.advance(5);
    stopping.join();

    assertThat(journal.all()).containsExactly("1000", "2000", "3000");
  }

  @Test
  void aGracefulStopGivesUpAfterItsTimeout() {
    program.set("spark.streaming.gracefulStopTimeout", "300ms");
    program.batchTimes();
    program.context().start();

    program.context().stop(false, true); // the clock stands still: no further batch comes

    assertThat(program.context().getState()).isEqualTo(StreamingContextState.STOPPED);
  }

  @Test
  void stopAlsoStopsTheSparkContext() {
    program.batchTimes();
    program.context().start();

    program.context().stop();

    assertThatThrownBy(() -> program.spark().parallelize(List.of(1)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot call methods on a stopped SparkContext.");
  }

  @Test
  void stopLeavesTheSparkContextIfTheConfigurationSaysSo() {
    program.set("spark.streaming.stopSparkContextByDefault", "false");
    program.batchTimes();
    program.context().start();

    program.context().close();

    assertThat(program.spark().parallelize(List.of(1, 2)).count()).isEqualTo(2);
  }

  @Test
  void theSparkContextCanBeStoppedByALaterStop() {
    program.batchTimes();
    program.context().start();

    program.context().stop(false);
    assertThat(program.spark().sc().isStopped()).isFalse();

    program.context().stop(true);
    assertThat(program.spark().sc().isStopped()).isTrue();
  }

  @Test
  void aStopBeforeTheStartStopsTheSparkContextToo() {
    program.context().stop();

    assertThat(program.spark().sc().isStopped()).isTrue();
  }

  @Test
  void anOutputOperationCanStopItsContext() throws InterruptedException {
    JavaStreamingContext context = program.context();
    program
        .emptyBatches()
        .foreachRDD(
            (rdd, time) -> {
              context.stop(true, false);
              journal.add("stopped at " + time.milliseconds());
            });
    context.start();
    program.advance(1);

    assertThat(context.awaitTerminationOrTimeout(20_000)).isTrue();

    assertThat(journal.all()).containsExactly("stopped at 1000");
    Journal.awaitThat(() -> "the Spark context", () -> program.spark().sc().isStopped());
  }

  @Test
  void anOutputOperationCanStopItsContextGracefullyInEveryBatch() throws InterruptedException {
    JavaStreamingContext context = program.context();
    program
        .batches(List.of(1), List.of(2), List.of(3))
        .foreachRDD(
            rdd -> {
              context.stop(false, true);
              rdd.collect().forEach(number -> journal.add("" + number));
            });
    context.start();
    program.advance(1);
    journal.first(1);

    while (!context.awaitTerminationOrTimeout(20)) {
      program.advance(1);
    }

    assertThat(journal.all()).startsWith("1", "2");
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();
  }

  @Test
  void whoWaitsIsToldOfTheStop() throws InterruptedException {
    program.batchTimes();
    JavaStreamingContext context = program.context();
    context.start();
    Thread waiting =
        new Thread(() -> assertThatCode(context::awaitTermination).doesNotThrowAnyException());
    waiting.start();
    Journal.awaitThat(() -> "the wait", () -> waiting.getState() == Thread.State.WAITING);

    context.stop(false);

    waiting.join();
    assertThat(context.awaitTerminationOrTimeout(-1)).isTrue();
  }

  /** Stores 1, 2, 3 singly when told to. */
  private static final class LateReceiver extends Receiver<Integer> {
    private static final long serialVersionUID = 1L;

    static volatile CountDownLatch mayStore = new CountDownLatch(0);
    static volatile CountDownLatch stored = new CountDownLatch(0);

    LateReceiver() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {
      Thread thread = new Thread(this::store);
      thread.setDaemon(true);
      thread.start();
    }

    private void store() {
      try {
        mayStore.await();
      } catch (InterruptedException e) {
        return;
      }
      store(1);
      store(2);
      store(3);
      stored.countDown();
    }

    @Override
    public void onStop() {}
  }
}
