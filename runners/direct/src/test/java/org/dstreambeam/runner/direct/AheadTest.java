// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.dstreambeam.compute.FailedOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/** What driver functions derive is computed in stages where it can be, and is the same anyway. */
@Timeout(60)
class AheadTest {

  private static final String KEY = "spark.dstreambeam.closures.read";

  /** Names of the threads that ran the task functions of the test. */
  private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

  @RegisterExtension final Program program = Program.onManualClock();

  private final Journal<String> journal = new Journal<>();

  @BeforeEach
  void forget() {
    THREADS.clear();
  }

  /** Notes its thread in a method that the JDK calls: reading a function does not show it. */
  private record Noting(int number) {
    @Override
    public String toString() {
      String thread = Thread.currentThread().getName();
      THREADS.add(thread.startsWith("direct-runner-worker") ? "stage" : "driver");
      return String.valueOf(number * 10);
    }
  }

  private static Integer noted(Integer number) {
    return Integer.valueOf(String.valueOf((Object) new Noting(number)));
  }

  @Test
  void aChainRunsInAStage() throws InterruptedException {
    run(true, (rdd, time) -> journal.add(time + " " + rdd.map(AheadTest::noted).collect()));

    assertThat(journal.first(2)).containsExactly("1000 ms [10, 20]", "2000 ms []");
    assertThat(THREADS).containsExactly("stage");
  }

  @Test
  void aChainRunsOnTheDriverIfTheKeyIsOff() throws InterruptedException {
    run(false, (rdd, time) -> journal.add(time + " " + rdd.map(AheadTest::noted).collect()));

    assertThat(journal.first(2)).containsExactly("1000 ms [10, 20]", "2000 ms []");
    assertThat(THREADS).containsExactly("driver");
  }

  @Test
  void thePlanSaysWhatIsComputedAheadAndWhyTheRestIsNot() {
    JavaDStream<Integer> numbers = program.context().queueStream(new java.util.LinkedList<>());
    numbers.foreachRDD(
        rdd -> {
          rdd.map(n -> n + 1).foreach(n -> {});
          rdd.filter(n -> n > System.nanoTime()).foreach(n -> {});
        });
    numbers.foreachRDD(rdd -> rdd.count());
    numbers.map(n -> n).transform(rdd -> rdd.cache()).foreachRDD(rdd -> {});

    assertThat(program.context().ssc().lifecycle().plan().build().describe())
        .contains(
            "foreachRDD-1 [ahead: map; not ahead: filter takes a function that calls"
                + " System.nanoTime] at AheadTest.java:")
        .contains("foreachRDD-2 at AheadTest.java:")
        .contains("transform-1 [not ahead: it calls cache] at AheadTest.java:");
  }

  @Test
  void aFunctionThatChangesItsWayGetsWhatItAsksFor() throws InterruptedException {
    run(
        true,
        (rdd, time) -> {
          JavaRDD<Integer> mapped = rdd.map(AheadTest::noted);
          if (time.milliseconds() == 1000) {
            journal.add(time + " " + mapped.collect());
          } else {
            journal.add(time + " " + rdd.filter(n -> n > 0).collect());
          }
        });

    assertThat(journal.first(3)).containsExactly("1000 ms [10, 20]", "2000 ms []", "3000 ms [3]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureIsThatOfTheActionThatAsks(boolean ahead) throws InterruptedException {
    run(
        ahead,
        (rdd, time) -> {
          try {
            journal.add(time + " " + rdd.map(n -> 6 / (n - 1)).collect());
          } catch (Exception e) {
            journal.add(time + " " + e.getCause());
          }
        });

    assertThat(journal.first(3))
        .containsExactly(
            "1000 ms java.lang.ArithmeticException: / by zero", "2000 ms []", "3000 ms [3]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aShuffleAheadGivesItsPartitionsInOrder(boolean ahead) throws InterruptedException {
    run(
        ahead,
        (rdd, time) ->
            journal.add(
                time
                    + " "
                    + rdd.mapToPair(n -> new Tuple2<>(n % 2, n))
                        .reduceByKey(Integer::sum, 2)
                        .collect()));

    assertThat(journal.first(3))
        .containsExactly("1000 ms [(0,2), (1,1)]", "2000 ms []", "3000 ms [(1,3)]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSameStepsTakenTwiceAreTwoResults(boolean ahead) throws InterruptedException {
    run(
        ahead,
        (rdd, time) ->
            journal.add(
                time + " " + rdd.map(n -> n + 1).collect() + rdd.map(n -> n + 2).collect()));

    assertThat(journal.first(3))
        .containsExactly("1000 ms [2, 3][3, 4]", "2000 ms [][]", "3000 ms [4][5]");
  }

  /** Spark computes a derivation that two functions take for each; so it is here. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void recordsChangedInPlaceDoNotShowElsewhere(boolean ahead) throws InterruptedException {
    program.withVirtualClock();
    program.set(KEY, String.valueOf(ahead));
    program
        .batches(List.of(1, 2))
        .map(n -> new ArrayList<>(List.of(n)))
        .foreachRDD(
            rdd -> {
              rdd.map(
                      list -> {
                        list.add(0);
                        return list;
                      })
                  .foreach(list -> {});
              journal.add(rdd.collect().toString());
            });
    program.context().start();

    assertThat(journal.first(1)).containsExactly("[[1], [2]]");
  }

  private static final List<String> ORDER = new CopyOnWriteArrayList<>();

  /** What a task function writes, the driver function may clear before it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatATaskFunctionWritesComesWhenTheActionRuns(boolean ahead) throws InterruptedException {
    run(
        ahead,
        (rdd, time) -> {
          ORDER.clear();
          ORDER.add("driver");
          rdd.map(n -> ORDER.add("task " + n)).count();
          journal.add(ORDER.stream().sorted().toList().toString());
        });

    assertThat(journal.first(3))
        .containsExactly("[driver, task 1, task 2]", "[driver]", "[driver, task 3]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTransformThatCountsItsCallsIsCalled(boolean ahead) throws InterruptedException {
    program.withVirtualClock();
    program.set(KEY, String.valueOf(ahead));
    int[] calls = {0};
    program
        .batches(List.of(1), List.of(2))
        .transform(
            rdd -> {
              calls[0]++;
              return rdd.map(n -> n + 1);
            })
        .foreachRDD(rdd -> journal.add(rdd.collect() + " " + (calls[0] > 0)));
    program.context().start();

    assertThat(journal.first(2)).containsExactly("[2] true", "[3] true");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoStreamsShareAFunctionObject(boolean ahead) throws InterruptedException {
    program.withVirtualClock();
    program.set(KEY, String.valueOf(ahead));
    VoidFunction2<JavaRDD<Integer>, Time> shared =
        (rdd, time) -> journal.add(time + " " + rdd.map(n -> n + 1).collect());
    JavaDStream<Integer> numbers = program.batches(List.of(1, 2), List.of(3));
    numbers.foreachRDD(shared);
    numbers.map(n -> n * 10).foreachRDD(shared);
    program.context().start();

    assertThat(journal.first(4))
        .containsExactly("1000 ms [2, 3]", "1000 ms [11, 21]", "2000 ms [4]", "2000 ms [31]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void functionsDeclaredInALoopKeepTheirOwnValues(boolean ahead) throws InterruptedException {
    program.withVirtualClock();
    program.set(KEY, String.valueOf(ahead));
    JavaDStream<Integer> numbers = program.batches(List.of(1, 2), List.of(3));
    for (int i = 0; i < 3; i++) {
      int factor = i;
      numbers.foreachRDD(rdd -> journal.add(rdd.map(n -> n * factor).collect().toString()));
    }
    program.context().start();

    assertThat(journal.first(6)).containsExactly("[0, 0]", "[1, 2]", "[2, 4]", "[0]", "[3]", "[6]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWindowThatSlidesByMoreThanABatch(boolean ahead) throws InterruptedException {
    program.withVirtualClock();
    program.set(KEY, String.valueOf(ahead));
    program
        .batches(List.of(1), List.of(2), List.of(3), List.of(4))
        .window(Durations.seconds(3), Durations.seconds(2))
        .foreachRDD((rdd, time) -> journal.add(time + " " + rdd.map(n -> n * 10).collect()));
    program.context().start();

    assertThat(journal.first(2)).containsExactly("2000 ms [10, 20]", "4000 ms [20, 30, 40]");
  }

  @Test
  void aBatchThatOnlyLeadsFurtherIsComputedWithWhatIsAhead() throws InterruptedException {
    numbers(true)
        .map(AheadTest::noted)
        .foreachRDD(rdd -> journal.add(rdd.map(n -> n + 1).collect().toString()));
    program.context().start();

    assertThat(journal.first(2)).containsExactly("[11, 21]", "[31]");
    assertThat(THREADS).containsExactly("stage");
  }

  @Test
  void aGuardHasAsMuchOfTheBatchComputedAsItAsksFor() throws InterruptedException {
    numbers(true)
        .map(AheadTest::noted)
        .foreachRDD(rdd -> journal.add(rdd.isEmpty() + " " + rdd.map(n -> n + 1).collect()));
    program.context().start();

    assertThat(journal.first(2)).containsExactly("false [11, 21]", "false [31]");
    assertThat(THREADS).containsExactlyInAnyOrder("stage", "driver");
  }

  private static final AtomicInteger CALLS = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void functionsWhoseCallsCanBeCountedAreCalledOncePerRecord(boolean ahead)
      throws InterruptedException {
    CALLS.set(0);
    numbers(ahead)
        .map(n -> n * 10 + 0 * CALLS.incrementAndGet())
        .foreachRDD(rdd -> journal.add(rdd.isEmpty() + " " + rdd.map(n -> n + 1).collect()));
    program.context().start();

    assertThat(journal.first(3)).containsExactly("false [11, 21]", "false [31]", "true []");
    assertThat(CALLS).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoActionsOnABatchComputeItOnce(boolean ahead) throws InterruptedException {
    CALLS.set(0);
    numbers(ahead)
        .map(n -> n * 10 + 0 * CALLS.incrementAndGet())
        .foreachRDD(rdd -> journal.add(rdd.count() + " " + rdd.map(n -> n + 1).collect()));
    program.context().start();

    assertThat(journal.first(3)).containsExactly("2 [11, 21]", "1 [31]", "0 []");
    assertThat(CALLS).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureOfTheStreamIsThatOfWhoeverAsks(boolean ahead) throws InterruptedException {
    numbers(ahead)
        .map(n -> 60 / (n - 1))
        .foreachRDD(
            rdd -> {
              try {
                journal.add("" + rdd.isEmpty());
              } catch (Exception e) {
                journal.add("isEmpty " + cause(e));
              }
              try {
                journal.add(rdd.map(n -> n + 1).collect().toString());
              } catch (Exception e) {
                journal.add("collect " + cause(e));
              }
            });
    program.context().start();

    assertThat(journal.first(4))
        .containsExactly(
            "isEmpty java.lang.ArithmeticException: / by zero in map at AheadTest.java",
            "collect java.lang.ArithmeticException: / by zero in map at AheadTest.java",
            "false",
            "[31]");
  }

  /** What failed, and the operation it is said to have failed in, without a line. */
  private static String cause(Exception failure) {
    String operation = String.valueOf(FailedOperation.in(failure));
    return failure.getCause() + " " + operation.replaceFirst(":.*", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theBatchHasTheLevelOfItsStream(boolean ahead) throws InterruptedException {
    numbers(ahead)
        .map(n -> n * 10)
        .persist(StorageLevel.MEMORY_ONLY())
        .foreachRDD(
            rdd ->
                journal.add(
                    rdd.getStorageLevel().description()
                        + rdd.take(1)
                        + rdd.map(n -> n + 1).collect()));
    program.context().start();

    assertThat(journal.first(1)).containsExactly("Memory Deserialized 1x Replicated[10][11, 21]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchLargerThanTheMemory(boolean ahead) throws InterruptedException {
    program.set("spark.dstreambeam.blocks.maxMemory", "64k");
    numbers(ahead)
        .flatMap(n -> IntStream.range(0, 30_000 * n).mapToObj(i -> "word " + i).iterator())
        .foreachRDD(
            rdd -> {
              List<String> loud = rdd.map(word -> word + "!").collect();
              journal.add(loud.size() + " " + loud.get(loud.size() - 1));
            });
    program.context().start();

    assertThat(journal.first(2)).containsExactly("90000 word 59999!", "90000 word 89999!");
  }

  private JavaDStream<Integer> numbers(boolean ahead) {
    program.withVirtualClock();
    program.set(KEY, String.valueOf(ahead));
    return program.batches(List.of(1, 2), List.of(3));
  }

  private void run(boolean ahead, VoidFunction2<JavaRDD<Integer>, Time> function) {
    program.withVirtualClock();
    program.set(KEY, String.valueOf(ahead));
    program.batches(List.of(1, 2), List.of(), List.of(3)).foreachRDD(function);
    program.context().start();
  }
}
