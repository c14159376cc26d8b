// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In which order outputs run, on which threads, and what lands in which batch. */
@Timeout(60)
class OrderTest {

  @RegisterExtension final Program program = Program.onManualClock();

  private final Journal<String> journal = new Journal<>();

  @Test
  void outputsRunInOrderOfDefinitionBatchByBatchEmptyOrNot() throws InterruptedException {
    program.withVirtualClock();
    JavaDStream<Integer> numbers = program.batches(List.of(1), List.of(), List.of(3));
    numbers.foreachRDD((rdd, time) -> journal.add("op0 " + time + " " + rdd.collect()));
    numbers
        .map(number -> number * 10)
        .foreachRDD((rdd, time) -> journal.add("op1 " + time + " " + rdd.collect()));
    numbers.count().foreachRDD((rdd, time) -> journal.add("op2 " + time + " " + rdd.collect()));
    program.context().start();

    assertThat(journal.first(15))
        .containsExactly(
            "op0 1000 ms [1]",
            "op1 1000 ms [10]",
            "op2 1000 ms [1]",
            "op0 2000 ms []",
            "op1 2000 ms []",
            "op2 2000 ms [0]",
            "op0 3000 ms [3]",
            "op1 3000 ms [30]",
            "op2 3000 ms [1]",
            "op0 4000 ms []",
            "op1 4000 ms []",
            "op2 4000 ms [0]",
            "op0 5000 ms []",
            "op1 5000 ms []",
            "op2 5000 ms [0]");
  }

  @Test
  void batchTimesAreOneIntervalApartForManyBatches() throws InterruptedException {
    program.withVirtualClock();
    Journal<Long> times = program.batchTimes();
    program.context().start();

    assertThat(times.first(100))
        .isEqualTo(LongStream.rangeClosed(1, 100).mapToObj(i -> i * Program.BATCH).toList());
  }

  @Test
  void anOutputFindsItsBatchAndItsNumberInTheLocalProperties() throws InterruptedException {
    program.withVirtualClock();
    JavaDStream<Integer> numbers = program.batches(List.of(1));
    for (int output = 0; output < 2; output++) {
      numbers.foreachRDD(
          rdd ->
              journal.add(
                  program.spark().getLocalProperty("spark.streaming.internal.batchTime")
                      + "/"
                      + program.spark().getLocalProperty("spark.streaming.internal.outputOpId")));
    }
    program.context().start();

    assertThat(journal.first(3)).containsExactly("1000/0", "1000/1", "2000/0");
  }

  @Test
  void batchesThatAreDueTogetherRunOneByOne() throws InterruptedException {
    Journal<Long> times = program.batchTimes();
    program.context().start();
    program.clock().advance(10 * Program.BATCH);

    assertThat(times.first(10))
        .isEqualTo(LongStream.rangeClosed(1, 10).mapToObj(i -> i * Program.BATCH).toList());
  }

  @Test
  void driverFunctionsUseTheProgramsOwnObjectsOnOneThread() throws InterruptedException {
    program.withVirtualClock();
    List<Object> notSerialisable = new ArrayList<>(List.of(new Object()));
    int[] counter = {0};
    program
        .emptyBatches()
        .foreachRDD(
            rdd -> {
              notSerialisable.add(counter[0]++);
              journal.add(Thread.currentThread().getName());
            });
    program.emptyBatches().foreachRDD(rdd -> notSerialisable.add("second"));
    program.context().start();

    assertThat(journal.first(5)).containsOnly("streaming-job-executor-0");
    program.context().stop(false);
    assertThat(counter[0]).isGreaterThanOrEqualTo(5);
    assertThat(notSerialisable.subList(1, 9))
        .containsExactly(0, "second", 1, "second", 2, "second", 3, "second");
  }

  @Test
  void concurrentJobsOverlap() throws InterruptedException {
    program.set("spark.streaming.concurrentJobs", "2");
    CyclicBarrier meeting = new CyclicBarrier(2);
    JavaDStream<Integer> numbers = program.emptyBatches();
    for (int i = 0; i < 2; i++) {
      numbers.foreachRDD(
          rdd -> {
            meeting.await(20, TimeUnit.SECONDS); // broken if the other runs later
            journal.add(Thread.currentThread().getName());
          });
    }
    program.context().start();
    program.advance(1);

    assertThat(journal.first(2))
        .containsExactlyInAnyOrder("streaming-job-executor-0", "streaming-job-executor-1");
  }

  @Test
  void batchMembershipStaysRightUnderASlowOutput() throws InterruptedException {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    CountDownLatch inFirstBatch = new CountDownLatch(1);
    program
        .context()
        .receiverStream(new DrivenReceiver())
        .foreachRDD(
            (rdd, time) -> {
              journal.add(time.milliseconds() / Program.BATCH + " " + rdd.collect());
              inFirstBatch.countDown();
              mayGoOn.await();
            });
    program.context().start();
    DrivenReceiver receiver = DrivenReceiver.running();
    program.advance(1);
    inFirstBatch.await();

    for (int batch = 2;
        batch <= 7;
        batch++) { // five and more intervals while the first output runs
      for (int record = 0; record < 10; record++) {
        receiver.store(batch * 100 + record);
        program.clock().advance(Program.BATCH / 10);
      }
    }
    assertThat(journal.all()).containsExactly("1 []");
    mayGoOn.countDown();

    List<String> batches = journal.first(7);
    for (int batch = 2; batch <= 7; batch++) {
      int first = batch * 100;
      assertThat(batches.get(batch - 1))
          .isEqualTo(batch + " " + IntStream.range(first, first + 10).boxed().toList());
    }
  }

  /** Stores what the test tells it to. */
  private static final class DrivenReceiver extends Receiver<Integer> {
    private static final long serialVersionUID = 1L;

    private static Journal<DrivenReceiver> started = new Journal<>();

    DrivenReceiver() {
      super(StorageLevel.MEMORY_ONLY());
      started = new Journal<>();
    }

    static DrivenReceiver running() throws InterruptedException {
      return started.first(1).get(0);
    }

    @Override
    public void onStart() {
      started.add(this);
    }

    @Override
    public void onStop() {}
  }
}
