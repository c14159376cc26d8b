// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dstreambeam.runner.direct.FailureText.here;
import static org.dstreambeam.runner.direct.FailureText.operations;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

/** What a failure says about the operation it comes from, beside what it says on Spark. */
@Timeout(60)
class FailedOperationTest {

  @RegisterExtension final Program program = Program.onManualClock();

  private final Journal<String> journal = new Journal<>();

  private Throwable failureOf(int batches) {
    JavaStreamingContext context = program.context();
    context.start();
    program.advance(batches);
    return catchThrowable(context::awaitTermination);
  }

  private static int noTwos(int number) {
    if (number == 2) {
      throw new IllegalArgumentException("no twos");
    }
    return number;
  }

  /** An operation that fails on 2, between others. */
  private interface Failing {
    JavaDStream<?> of(JavaDStream<Integer> numbers);
  }

  /**
   * A program and what its failure says, without place.
   *
   * @param operation which operation, if it is not the only one
   */
  private record Case(String operation, Failing program) {
    @Override
    public String toString() {
      return operation;
    }
  }

  private static JavaPairDStream<Integer, Integer> pairs(JavaDStream<Integer> numbers) {
    return numbers.mapToPair(number -> new Tuple2<>(1, number));
  }

  static Stream<Case> steps() {
    String map = "map at " + here(4);
    return Stream.of(
        new Case(
            map,
            numbers -> numbers.filter(n -> true).map(n -> noTwos(n)).map(n -> n).filter(n -> true)),
        new Case(
            "flatMap at " + here(1),
            numbers -> numbers.flatMap(n -> List.of(noTwos(n)).iterator()).map(n -> n)),
        new Case(
            "filter at " + here(1),
            numbers -> numbers.map(n -> n).filter(n -> noTwos(n) > 0).map(n -> n)),
        new Case(
            "mapValues at " + here(1),
            numbers -> pairs(numbers).mapValues(n -> noTwos(n)).map(pair -> pair._2())),
        new Case(
            "flatMapValues at " + here(1),
            numbers -> pairs(numbers).flatMapValues(FailedOperationTest::lazily).map(p -> p._2())),
        new Case(
            "mapPartitions at " + here(1),
            numbers -> numbers.map(n -> n).mapPartitions(FailedOperationTest::drained)),
        new Case(
            "map at " + here(1),
            numbers -> numbers.map(n -> noTwos(n)).mapPartitions(FailedOperationTest::drained)),
        new Case(
            "mapPartitions at " + here(1) + ", filter at " + here(1),
            numbers -> numbers.mapPartitions(LazilyNoTwos::new).filter(n -> true)),
        new Case(
            "reduceByKey at " + here(1),
            numbers -> pairs(numbers).reduceByKey((a, b) -> noTwos(a)).map(p -> p._2())),
        new Case(
            "map at " + here(2),
            numbers ->
                pairs(numbers.map(n -> noTwos(n))).reduceByKey(Integer::sum).map(p -> p._2())));
  }

  private static Iterator<Integer> lazily(Integer number) {
    return new LazilyNoTwos(List.of(number).iterator());
  }

  private static Iterator<Integer> drained(Iterator<Integer> numbers) {
    List<Integer> checked = new ArrayList<>();
    numbers.forEachRemaining(number -> checked.add(noTwos(number)));
    return checked.iterator();
  }

  /** An iterator of the program's own, which fails only when the record is asked for. */
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
  @MethodSource("steps")
  void namesTheOperationOfTheStreamAndTheTask(Case failing) throws InterruptedException {
    failing
        .program()
        .of(program.batches(List.of(2, 1, 2), List.of(3)))
        .foreachRDD(rdd -> journal.add("" + rdd.count()));

    Throwable failure = failureOf(2);

    assertThat(journal.first(1)).containsExactly("1");
    assertThat(failure)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageStartingWith("Job aborted due to stage failure: Task ")
        .hasMessageContaining(failing.operation())
        .cause()
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("no twos");
    assertThat(operations(failure))
        .containsExactly("in " + failing.operation() + " (batch 1000 ms, partition 0)");
    assertThat(program.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
  }

  @Test
  void namesTheRddOfAnAction() {
    JavaRDD<Integer> numbers = program.spark().parallelize(List.of(1, 2), 2).filter(n -> true);
    String map = here(1);
    JavaRDD<Integer> mapped = numbers.map(number -> noTwos(number));

    Throwable failure = catchThrowable(() -> mapped.filter(n -> true).collect());

    assertThat(failure).isExactlyInstanceOf(SparkException.class).hasRootCauseMessage("no twos");
    assertThat(operations(failure))
        .containsExactly("in MapPartitionsRDD[2] at map at " + map + " (partition 1)");
  }

  @Test
  void namesTheRddWhoseMapSideFailed() {
    JavaRDD<Integer> numbers = program.spark().parallelize(List.of(2, 2), 1);
    String reduce = here(2);
    Throwable failure =
        catchThrowable(() -> pair(numbers).reduceByKey((a, b) -> noTwos(a) + b).collect());

    assertThat(operations(failure))
        .singleElement()
        .asString()
        .matches("in ShuffledRDD\\[2\\] at reduceByKey at " + reduce + " \\(partition 0\\)");
  }

  private static org.apache.spark.api.java.JavaPairRDD<Integer, Integer> pair(
      JavaRDD<Integer> numbers) {
    return numbers.mapToPair(number -> new Tuple2<>(1, number));
  }

  @Test
  void namesTheActionIfItsOwnFunctionFailed() {
    JavaRDD<Integer> numbers = program.spark().parallelize(List.of(1, 2), 2);
    String foreach = here(1);
    Throwable failure = catchThrowable(() -> numbers.foreach(number -> noTwos(number)));

    assertThat(operations(failure))
        .singleElement()
        .asString()
        .matches(
            "in foreach at "
                + foreach
                + " over ParallelCollectionRDD\\[0\\] at parallelize at .*\\(partition 1\\)");
  }

  @Test
  void namesTheOutputWhoseDriverFunctionFailed() {
    String output = here(4);
    program
        .emptyBatches()
        .map(number -> number)
        .foreachRDD(
            rdd -> {
              throw new IllegalStateException("driver");
            });

    Throwable failure = failureOf(1);

    assertThat(failure).isExactlyInstanceOf(IllegalStateException.class).hasMessage("driver");
    assertThat(operations(failure))
        .containsExactly("in foreachRDD at " + output + " (batch 1000 ms)");
  }

  @Test
  void namesTheTransformWhoseDriverFunctionFailed() {
    String transform = here(3);
    program
        .emptyBatches()
        .transform(rdd -> rdd.coalesce(noTwos(2)))
        .foreachRDD(rdd -> journal.add("never"));

    Throwable failure = failureOf(1);

    assertThat(operations(failure))
        .containsExactly("in transform at " + transform + " (batch 1000 ms)");
  }

  @Test
  void anExceptionThatIsThrownAgainSaysTheLatestOnce() throws InterruptedException {
    IllegalStateException same = new IllegalStateException("same");
    program
        .emptyBatches()
        .foreachRDD(
            rdd -> {
              journal.add("batch");
              throw same;
            });
    JavaStreamingContext context = program.context();
    context.start();
    program.advance(3);
    journal.first(3);
    program.clock();

    assertThatThrownBy(context::awaitTermination).isSameAs(same);
    Journal.awaitThat(
        () -> operations(same).toString(),
        () -> operations(same).stream().anyMatch(text -> text.contains("batch 3000 ms")));
    assertThat(same.getSuppressed()).hasSize(1);
  }

  @Test
  void anExceptionOfATaskThatIsThrownAgainSaysTheLatestOnce() {
    JavaRDD<Integer> numbers = program.spark().parallelize(List.of(1), 1);
    List<Throwable> failures = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      JavaRDD<Integer> failing = numbers.map(number -> Shared.fail()).setName(name);
      failures.add(catchThrowable(failing::collect));
    }

    assertThat(failures).allSatisfy(failure -> assertThat(failure).hasCause(Shared.FAILURE));
    assertThat(operations(failures.get(1))).singleElement().asString().startsWith("in second Map");
  }

  /** Functions cannot carry the very object. */
  private static final class Shared {
    static final IllegalStateException FAILURE = new IllegalStateException("shared");

    static int fail() {
      throw FAILURE;
    }
  }

  @Test
  void whatWrapsAnExceptionThatTakesNoneSaysItInstead() throws InterruptedException {
    String map = here(3);
    program
        .batches(List.of(1), List.of())
        .map(number -> Closed.fail())
        .foreachRDD(rdd -> journal.add("" + rdd.collect()));

    Throwable failure = failureOf(2);

    assertThat(journal.first(1)).containsExactly("[]");
    assertThat(failure.getCause()).isExactlyInstanceOf(Closed.class);
    assertThat(operations(failure))
        .containsExactly("in map at " + map + ", batch 1000 ms (partition 0)");
  }

  private static final class Closed extends RuntimeException {
    Closed() {
      super("closed", null, false, false);
    }

    static int fail() {
      throw new Closed();
    }
  }

  @Test
  void aFailureThatTravelsKeepsIt() {
    program.set("spark.dstreambeam.direct.serialize", "true");
    String map = here(3);
    program
        .batches(List.of(1))
        .map(number -> Unserialisable.fail())
        .foreachRDD(rdd -> rdd.collect());

    assertThat(operations(failureOf(1)))
        .containsExactly("in map at " + map + " (batch 1000 ms, partition 0)");
  }

  private static final class Unserialisable extends RuntimeException {
    @SuppressWarnings("unused") // it is what cannot be serialised
    private final Thread thread = Thread.currentThread();

    static int fail() {
      throw new Unserialisable();
    }
  }
}
