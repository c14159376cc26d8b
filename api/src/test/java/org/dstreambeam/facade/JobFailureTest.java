// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;

class JobFailureTest extends ContextTest {

  private static volatile CyclicBarrier barrier = new CyclicBarrier(1);
  private static volatile CountDownLatch begun = new CountDownLatch(0);
  private static volatile CountDownLatch interrupted = new CountDownLatch(0);
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();
  private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

  private JavaRDD<Integer> numbers(int partitions) {
    return sc().parallelize(List.of(1, 2, 3, 4, 5, 6), partitions);
  }

  @Test
  void wordsAFailureAsSparkDoesAndKeepsTheCause() {
    JavaRDD<Integer> failing = numbers(3).map(JobFailureTest::failOnFive);

    Throwable failure = catchThrowable(failing::collect);

    assertThat(failure)
        .isExactlyInstanceOf(SparkException.class)
        .hasCauseExactlyInstanceOf(IllegalStateException.class);
    assertThat(failure.getMessage())
        .matches(
            "(?s)Job aborted due to stage failure: Task 2 in stage 0\\.0 failed 1 times, most recent"
                + " failure: Lost task 2\\.0 in stage 0\\.0 \\(TID \\d+\\) \\(\\S+ executor"
                + " driver\\): java\\.lang\\.IllegalStateException: boom\n"
                + "\tat org\\.dstreambeam\\.facade\\.JobFailureTest\\.failOnFive.*\n"
                + "\nDriver stacktrace:");
  }

  private static int failOnFive(int x) {
    if (x == 5) {
      throw new IllegalStateException("boom");
    }
    return x;
  }

  @Test
  void keepsCheckedExceptionsAndErrorsAsTheyAre() {
    assertThatThrownBy(
            () ->
                numbers(1)
                    .foreach(
                        x -> {
                          throw new IOException("disk");
                        }))
        .isExactlyInstanceOf(SparkException.class)
        .cause()
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk");
    assertThatThrownBy(
            () ->
                numbers(2)
                    .foreach(
                        x -> {
                          throw new AssertionError("no");
                        }))
        .isExactlyInstanceOf(SparkException.class)
        .hasCauseExactlyInstanceOf(AssertionError.class);
  }

  @Test
  void numbersStagesAcrossJobsShufflesFirst() {
    numbers(2).count();
    JavaRDD<Integer> failing =
        numbers(2)
            .mapToPair(x -> new Tuple2<>(x, x))
            .reduceByKey(Integer::sum)
            .values()
            .map(JobFailureTest::failOnFive);

    assertThatThrownBy(failing::count).hasMessageContaining("in stage 2.0 failed 1 times");
  }

  @Test
  void aFailureOnTheMapSideIsRepeatedByTheNextJob() {
    ATTEMPTS.set(0);
    JavaRDD<Integer> flaky =
        numbers(1)
            .mapToPair(
                x -> {
                  if (ATTEMPTS.incrementAndGet() == 1) {
                    throw new IllegalStateException("first time");
                  }
                  return new Tuple2<>(x, x);
                })
            .reduceByKey(Integer::sum)
            .values();

    assertThatThrownBy(flaky::count).hasMessageContaining("first time");
    assertThat(flaky.count()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"flink://host:8081,,4", "flink://host:8081,2,2", "'local[2]',3,1"})
  void onAClusterASettingSaysHowOftenATaskIsTried(
      String master, @Nullable String setting, int attempts) {
    SparkConf conf = new SparkConf(false).setMaster(master).setAppName("attempts");
    if (setting != null) {
      conf.set("spark.task.maxFailures", setting);
    }
    ATTEMPTS.set(0);

    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      assertThatThrownBy(() -> context.parallelize(List.of(1), 1).map(x -> failAgain()).count())
          .hasMessageContaining("failed " + attempts + " times");
    }
    assertThat(ATTEMPTS).hasValue(attempts);
  }

  private static int failAgain() {
    throw new IllegalStateException("attempt " + ATTEMPTS.incrementAndGet());
  }

  @Test
  void triesATaskAsOftenAsTheMasterSays() {
    sc("local[2,3]");
    ATTEMPTS.set(0);

    assertThatThrownBy(
            () ->
                numbers(1)
                    .foreach(
                        x -> {
                          throw new IllegalStateException("boom " + ATTEMPTS.incrementAndGet());
                        }))
        .hasMessageContaining("Task 0 in stage 0.0 failed 3 times")
        .hasMessageContaining("Lost task 0.2 in stage 0.0 (TID 2)")
        .hasRootCauseMessage("boom 3");
  }

  @Test
  void succeedsIfAFurtherAttemptDoes() {
    sc("local[2,2]");
    ATTEMPTS.set(0);

    List<Integer> collected =
        numbers(1)
            .mapPartitions(
                all -> {
                  if (ATTEMPTS.incrementAndGet() == 1) {
                    throw new IllegalStateException("first time");
                  }
                  return all;
                })
            .collect();

    assertThat(collected).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void runsAsManyTasksAtOnceAsThereAreThreads() {
    sc("local[3]");
    barrier = new CyclicBarrier(3);
    THREADS.clear();

    numbers(3)
        .foreachPartition(
            all -> {
              barrier.await(1, TimeUnit.MINUTES);
              Thread thread = Thread.currentThread();
              THREADS.add(thread.getName());
            });

    assertThat(THREADS).hasSize(3);
    assertThat(THREADS)
        .filteredOn(name -> name.startsWith("Executor"))
        .hasSize(2)
        .allMatch(
            name ->
                name.matches(
                    "Executor task launch worker for task \\d\\.0 in stage 0\\.0 \\(TID \\d\\)"));
  }

  @Test
  void interruptingTheCallerCancelsTheJob() throws Exception {
    sc("local[2]");
    begun = new CountDownLatch(2);
    interrupted = new CountDownLatch(2);
    JavaRDD<Integer> endless =
        numbers(2)
            .mapPartitions(
                all -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                  return all;
                });
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread caller = new Thread(() -> outcome.set(catchThrowable(endless::count)));
    caller.start();
    begun.await();

    caller.interrupt();
    caller.join();

    assertThat(outcome.get()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(numbers(4).count()).as("the helpers work on").isEqualTo(6);
  }

  @Test
  void jobsOfSeveralThreadsRunSideBySide() throws Exception {
    sc("local[2]");
    barrier = new CyclicBarrier(2);
    JavaRDD<Integer> meeting =
        numbers(1)
            .mapPartitions(
                all -> {
                  barrier.await(1, TimeUnit.MINUTES);
                  return all;
                });
    AtomicReference<Long> other = new AtomicReference<>();
    Thread second = new Thread(() -> other.set(meeting.count()));
    second.start();

    assertThat(meeting.count()).isEqualTo(6);
    second.join();
    assertThat(other).hasValue(6L);
  }
}
