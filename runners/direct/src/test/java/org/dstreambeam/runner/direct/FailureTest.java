// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

/** What fails, who is told, and what goes on. */
@Timeout(60)
class FailureTest {

  @RegisterExtension final Program program = Program.onManualClock();

  private final Journal<String> journal = new Journal<>();

  private JavaStreamingContext run(int batches) {
    JavaStreamingContext context = program.context();
    context.start();
    program.advance(batches);
    return context;
  }

  static Stream<Throwable> throwables() {
    return Stream.of(
        new IllegalStateException("driver"),
        new IOException("checked"),
        new AssertionError("assertion"),
        new NoClassDefFoundError("missing"),
        new StackOverflowError("deep"));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void whatAnOutputThrowsComesOutOfAwaitAsItself(Throwable failure) throws InterruptedException {
    program
        .emptyBatches()
        .foreachRDD(
            (rdd, time) -> {
              journal.add("batch " + time.milliseconds());
              if (time.milliseconds() == 1_000) {
                throw FailureTest.<Exception>unchecked(failure);
              }
            });
    JavaStreamingContext context = run(3);

    assertThatThrownBy(context::awaitTermination).isSameAs(failure);

    assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
    assertThat(journal.first(3)).containsExactly("batch 1000", "batch 2000", "batch 3000");
  }

  @SuppressWarnings("unchecked") // the caller's type is only a pretext
  private static <E extends Throwable> E unchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void whatATaskThrowsIsTheCauseOfASparkException(Throwable failure) {
    program
        .batches(List.of(1))
        .map(
            number -> {
              throw FailureTest.<Exception>unchecked(failure);
            })
        .foreachRDD(rdd -> rdd.collect());
    JavaStreamingContext context = run(1);

    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageStartingWith("Job aborted due to stage failure: Task 0 in stage ")
        .hasMessageContaining("failed 1 times, most recent failure: Lost task 0.0 in stage ")
        .hasMessageContaining(failure.toString())
        .cause()
        .isExactlyInstanceOf(failure.getClass())
        .hasMessage(failure.getMessage());
    assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
  }

  @Test
  void ofSeveralErrorsTheLatestWinsAndItStays() throws InterruptedException {
    program
        .emptyBatches()
        .foreachRDD(
            (rdd, time) -> {
              journal.add("batch");
              throw new IllegalStateException("at " + time.milliseconds());
            });
    program.emptyBatches().foreachRDD(rdd -> journal.add("other"));
    JavaStreamingContext context = run(3);
    journal.first(6);

    assertThatThrownBy(context::awaitTermination).hasMessage("at 3000");
    assertThatThrownBy(() -> context.awaitTerminationOrTimeout(1)).hasMessage("at 3000");
    context.stop(false);
    assertThatThrownBy(context::awaitTermination).hasMessage("at 3000");
    assertThatThrownBy(() -> context.awaitTerminationOrTimeout(-1)).hasMessage("at 3000");
  }

  @Test
  void theOtherOutputsOfTheBatchAndTheLaterBatchesRun() throws InterruptedException {
    JavaDStream<Integer> numbers = program.emptyBatches();
    failing("op0", numbers, 2_000);
    failing("op1", numbers, 3_000);
    JavaStreamingContext context = run(4);

    assertThat(journal.first(8))
        .containsExactly(
            "op0 1000",
            "op1 1000",
            "op0 2000",
            "op1 2000",
            "op0 3000",
            "op1 3000",
            "op0 4000",
            "op1 4000");
    assertThatThrownBy(context::awaitTermination).hasMessage("op1 fails");
    assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
  }

  private void failing(String name, JavaDStream<Integer> stream, long when) {
    stream.foreachRDD(
        (rdd, time) -> {
          journal.add(name + " " + time.milliseconds());
          if (time.milliseconds() == when) {
            throw new IllegalStateException(name + " fails");
          }
        });
  }

  @Test
  void awaitingReturnsFalseWhenTheTimeElapses() throws InterruptedException {
    program.batchTimes();
    JavaStreamingContext context = run(0);

    assertThat(context.awaitTerminationOrTimeout(0)).isFalse();
    assertThat(context.awaitTerminationOrTimeout(10)).isFalse();

    context.stop(false);
    assertThat(context.awaitTerminationOrTimeout(0)).isTrue();
    context.awaitTermination();
  }

  /** A way to fail on 2. */
  private interface Failing {
    JavaDStream<Integer> of(JavaDStream<Integer> numbers);
  }

  private static int noTwos(int number) {
    if (number == 2) {
      throw new IllegalArgumentException("no twos");
    }
    return number;
  }

  static Stream<Failing> narrowOperations() {
    return Stream.of(
        numbers -> numbers.map(number -> noTwos(number)),
        numbers -> numbers.flatMap(number -> List.of(noTwos(number)).iterator()),
        numbers -> numbers.filter(number -> noTwos(number) > 0),
        numbers ->
            numbers.mapPartitions(
                all -> {
                  List<Integer> checked = new ArrayList<>();
                  all.forEachRemaining(number -> checked.add(noTwos(number)));
                  return checked.iterator();
                }),
        numbers -> numbers.mapPartitions(LazilyNoTwos::new),
        numbers -> numbers.map(number -> noTwos(number)).map(number -> number));
  }

  /** Fails only when the record is asked for. */
  private record LazilyNoTwos(Iterator<Integer> numbers) implements Iterator<Integer> {
    @Override
    public boolean hasNext() {
      return numbers.hasNext();
    }

    @Override
    public Integer next() {
      return noTwos(numbers.next());
    }
  }

  @ParameterizedTest
  @MethodSource("narrowOperations")
  void aFailingFunctionFailsWhatAsksForItsPartitionAndNoOtherBatch(Failing operation)
      throws InterruptedException {
    JavaRDD<Integer> twoInPartitionOne = program.spark().parallelize(List.of(1, 2), 2);
    JavaRDD<Integer> noTwo = program.spark().parallelize(List.of(3, 4), 2);
    JavaDStream<Integer> result =
        operation.of(program.stream(List.of(noTwo, twoInPartitionOne, noTwo)));
    result.foreachRDD(rdd -> journal.add("first " + rdd.take(1)));
    result.foreachRDD(
        rdd -> {
          journal.add("counting");
          journal.add("all " + rdd.collect());
        });
    JavaStreamingContext context = run(3);

    assertThat(journal.first(8))
        .containsExactly(
            "first [3]",
            "counting",
            "all [3, 4]",
            "first [1]",
            "counting",
            "first [3]",
            "counting",
            "all [3, 4]");
    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageStartingWith("Job aborted due to stage failure: Task 1 in stage ")
        .hasRootCauseMessage("no twos");
  }

  @Test
  void aFailingReductionFailsItsBatchOnly() throws InterruptedException {
    program
        .batches(List.of(1, 2), List.of(3, 4), List.of(5, 6))
        .mapToPair(number -> new Tuple2<>("sum", number))
        .reduceByKey(
            (a, b) -> {
              if (a == 3) {
                throw new IllegalArgumentException("no threes");
              }
              return a + b;
            })
        .foreachRDD(rdd -> journal.add(rdd.collect().toString()));
    JavaStreamingContext context = run(4);

    assertThat(journal.first(3)).containsExactly("[(sum,3)]", "[(sum,11)]", "[]");
    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(SparkException.class)
        .hasRootCauseMessage("no threes");
  }

  @Test
  void anOutputThatAsksForNothingDoesNotFail() throws InterruptedException {
    program
        .batches(List.of(2))
        .map(number -> noTwos(number))
        .foreachRDD(rdd -> journal.add("asked for nothing"));
    JavaStreamingContext context = run(1);

    journal.first(1);
    assertThat(context.awaitTerminationOrTimeout(10)).isFalse();
  }

  @Test
  void aTaskOfTheOutputItselfFailsLikeAnyTask() {
    program.batches(List.of(2)).foreachRDD(rdd -> rdd.foreach(number -> noTwos(number)));
    JavaStreamingContext context = run(1);

    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageStartingWith("Job aborted due to stage failure: Task 0 in stage ")
        .hasRootCauseMessage("no twos");
  }

  static Stream<Error> errorsOfTheVirtualMachine() {
    return Stream.of(new OutOfMemoryError("by hand"), new InternalError("by hand"));
  }

  @ParameterizedTest
  @MethodSource("errorsOfTheVirtualMachine")
  void anErrorOfTheVirtualMachineInAStageEndsThePipeline(Error error) throws InterruptedException {
    program
        .batches(List.of(1), List.of(2), List.of(3))
        .map(
            number -> {
              if (number == 2) {
                throw FailureTest.<Exception>unchecked(error);
              }
              return number;
            })
        .foreachRDD(rdd -> journal.add(rdd.collect().toString()));
    JavaStreamingContext context = run(1);
    journal.first(1);

    program.advance(1);
    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(error.getClass())
        .hasMessage("by hand");

    program.advance(1);
    context.stop(false);
    Program.awaitNoRunnerThreads();
    assertThat(journal.all()).as("no further batch").containsExactly("[1]");
  }

  @ParameterizedTest
  @MethodSource("errorsOfTheVirtualMachine")
  void anErrorOfTheVirtualMachineInATaskOfAnActionFailsTheAction(Error error)
      throws InterruptedException {
    program
        .batches(List.of(1), List.of(2))
        .foreachRDD(
            rdd -> {
              journal.add(rdd.collect().toString());
              rdd.foreach(
                  number -> {
                    throw FailureTest.<Exception>unchecked(error);
                  });
            });
    JavaStreamingContext context = run(2);

    assertThat(journal.first(2)).containsExactly("[1]", "[2]");
    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageStartingWith("Job aborted due to stage failure: Task 0 in stage ")
        .cause()
        .isExactlyInstanceOf(error.getClass());
  }
}
