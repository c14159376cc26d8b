// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs on embedded Flink, from start to stop. */
@Timeout(120)
class EmbeddedLifecycleTest {

  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<String> journal = new Journal<>();

  @Test
  void outputsRunInOrderAlsoForEmptyBatches() throws Exception {
    JavaStreamingContext context = program.onManualClock("local[2]");
    JavaDStream<Integer> numbers =
        EmbeddedProgram.batches(context, List.of(1, 2), List.of(3)).map(number -> number * 10);
    numbers.foreachRDD((rdd, time) -> journal.add("first " + time + " " + rdd.collect()));
    numbers.foreachRDD((rdd, time) -> journal.add("second " + time + " " + rdd.count()));
    context.start();

    EmbeddedProgram.advance(context, 3);

    assertThat(journal.await(6))
        .containsExactly(
            "first 100 ms [10, 20]",
            "second 100 ms 2",
            "first 200 ms [30]",
            "second 200 ms 1",
            "first 300 ms []",
            "second 300 ms 0");
  }

  @Test
  void aGracefulStopProcessesAllThatWasReceived() throws Exception {
    JavaStreamingContext context = program.onSystemClock("local[2]");
    List<Long> processed = new ArrayList<>();
    TestReceiver.STORED.clear();
    context
        .receiverStream(new TestReceiver(0))
        .foreachRDD(
            rdd -> {
              processed.addAll(rdd.collect());
              if (!processed.isEmpty()) {
                journal.add("some");
              }
            });
    context.start();
    journal.await(2);

    context.stop(true, true);

    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    assertThat(processed).containsExactlyElementsOf(TestReceiver.STORED);
  }

  @Test
  void anAbruptStopDoesNotWaitForAnOutputThatHangs() throws Exception {
    JavaStreamingContext context = program.onManualClock("local[2]");
    CountDownLatch never = new CountDownLatch(1);
    EmbeddedProgram.batches(context, List.of(1))
        .foreachRDD(
            rdd -> {
              journal.add("hangs");
              never.await();
            });
    context.start();
    EmbeddedProgram.advance(context, 2);
    journal.await(1);

    context.stop(); // or the timeout of this class

    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();
    assertThat(journal.all()).containsExactly("hangs");
  }

  @Test
  void aProgramRunsOnTheClusterOfTheOneBeforeItAndALargerOneOnAnother() throws Exception {
    runAndStop("local[2]");
    MiniCluster first = idleCluster();

    runAndStop("local[2]");
    assertThat(idleCluster()).isSameAs(first);
    runAndStop("local[1]");
    assertThat(idleCluster()).isSameAs(first);

    runAndStop("local[5]"); // more than any other of these tests has
    assertThat(idleCluster()).isNotSameAs(first);
    assertThat(first.isRunning()).isFalse();
  }

  private void runAndStop(String master) throws InterruptedException {
    JavaStreamingContext context = program.onManualClock(master);
    int before = journal.all().size();
    EmbeddedProgram.batches(context, List.of(1)).foreachRDD(rdd -> journal.add("batch"));
    context.start();
    EmbeddedProgram.advance(context, 1);
    journal.await(before + 1);
    EmbeddedProgram.stopGracefully(context);
  }

  private static MiniCluster idleCluster() {
    EmbeddedCluster idle = EmbeddedCluster.acquire(1);
    assertThat(idle.isNew()).isFalse();
    idle.release();
    return idle.flink();
  }

  /** A record of the program's own. */
  record Marked(int number, Class<?> seenByTask) {}

  @Test
  void driverFunctionsSeeTheProgramsOwnClassesAndObjects() throws Exception {
    JavaStreamingContext context = program.onManualClock("local[2]");
    Object captured = new Object(); // not serialisable
    Journal<Object> seen = new Journal<>();
    EmbeddedProgram.batches(context, List.of(1))
        .map(number -> new Marked(number, loadByName()))
        .transform(
            (rdd, time) -> {
              seen.add(captured);
              return rdd;
            })
        .foreachRDD(
            rdd -> {
              for (Marked marked : rdd.collect()) {
                seen.add(captured);
                seen.add(marked.getClass());
                seen.add(marked.seenByTask());
                seen.add(loadByName());
              }
            });
    context.start();
    EmbeddedProgram.advance(context, 1);

    List<Object> all = seen.await(5);
    assertThat(all.subList(0, 2)).allSatisfy(object -> assertThat(object).isSameAs(captured));
    assertThat(all.subList(2, 5)).containsOnly(Marked.class);
  }

  private static Class<?> loadByName() throws ClassNotFoundException {
    return Class.forName(
        Marked.class.getName(), true, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void aFailingOutputIsReportedAndLaterBatchesRun() throws Exception {
    JavaStreamingContext context = program.onManualClock("local[2]");
    IllegalStateException reason = new IllegalStateException("no output today");
    EmbeddedProgram.batches(context, List.of(1), List.of(2), List.of(3))
        .foreachRDD(
            (rdd, time) -> {
              if (time.milliseconds() == EmbeddedProgram.BATCH) {
                throw reason;
              }
              journal.add(time + " " + rdd.collect());
            });
    context.start();
    EmbeddedProgram.advance(context, 3);

    assertThatThrownBy(context::awaitTermination).isSameAs(reason);
    assertThat(journal.await(2)).containsExactly("200 ms [2]", "300 ms [3]");
  }

  @Test
  void aFailingTaskIsReportedWithItsReasonAndLaterBatchesRun() throws Exception {
    JavaStreamingContext context = program.onManualClock("local[2]");
    EmbeddedProgram.batches(context, List.of(0), List.of(2))
        .map(number -> 10 / number)
        .foreachRDD((rdd, time) -> journal.add(time + " " + rdd.collect()));
    context.start();
    EmbeddedProgram.advance(context, 2);

    assertThatThrownBy(context::awaitTermination)
        .rootCause()
        .isInstanceOf(ArithmeticException.class);
    assertThat(journal.await(1)).containsExactly("200 ms [5]");
  }
}
