// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.dstream.DStream;
import org.junit.jupiter.api.Test;
import scala.Function1;
import scala.Function2;
import scala.Function3;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** {@code transform} as compiled Scala programs call it. */
class ScalaTransformTest {

  private static final String NULL_RETURNED =
      "Transform function must not return null. Return SparkContext.emptyRDD() instead to represent"
          + " no element as the result of transformation.";

  private final List<String> journal = new CopyOnWriteArrayList<>();

  /** As Scala's compiler makes functions: they can be serialised. */
  private interface One<A, R> extends Function1<A, R>, Serializable {}

  private interface Two<A, B, R> extends Function2<A, B, R>, Serializable {}

  private interface Three<A, B, C, R> extends Function3<A, B, C, R>, Serializable {}

  private static <A, R> Function1<A, R> one(One<A, R> function) {
    return function;
  }

  private static <A, B, R> Function2<A, B, R> two(Two<A, B, R> function) {
    return function;
  }

  private static <A, B, C, R> Function3<A, B, C, R> three(Three<A, B, C, R> function) {
    return function;
  }

  private static <T> ClassTag<T> any() {
    return ClassTag$.MODULE$.apply(Object.class);
  }

  private static JavaDStream<Integer> java(DStream<Integer> stream) {
    return JavaDStream.fromDStream(stream, any());
  }

  @Test
  void givesTheRddThatTheFunctionReturns() throws Exception {
    Table.run(
        table -> {
          DStream<Integer> numbers = table.input(batch(part(1), part(2)), batch()).dstream();
          List<Time> given = new CopyOnWriteArrayList<>();
          table.expect(
              "transform",
              java(numbers.transform(one(rdd -> rdd.filter(one(n -> (int) n > 1))), any())),
              batch(part(), part(2)),
              batch());
          table.expect(
              "with time",
              java(
                  numbers.transform(
                      two(
                          (rdd, time) -> {
                            given.add(time);
                            return rdd;
                          }),
                      any())),
              batch(part(1), part(2)),
              batch());
          table.expect(
              "with another",
              java(numbers.transformWith(numbers, two((a, b) -> a.union(b)), any(), any())),
              batch(part(1), part(2), part(1), part(2)),
              batch());
          table.afterwards(
              done ->
                  assertThat(List.copyOf(given).subList(0, 2))
                      .extracting(Time::milliseconds)
                      .isEqualTo(done.times()));
        });
  }

  @Test
  void nullTakesTheBatchFromAllOutputs() throws Exception {
    assertNullTakesTheBatch(
        (numbers, after) -> numbers.transform(one(rdd -> after.first() ? null : rdd), any()));
    assertNullTakesTheBatch(
        (numbers, after) ->
            numbers.transform(two((rdd, time) -> after.first() ? null : rdd), any()));
  }

  @Test
  void nullOfTwoStreamsTakesTheBatchFromAllOutputs() throws Exception {
    assertNullTakesTheBatch(
        (numbers, after) ->
            numbers.transformWith(numbers, two((a, b) -> after.first() ? null : a), any(), any()));
    assertNullTakesTheBatch(
        (numbers, after) ->
            numbers.transformWith(
                numbers, three((a, b, time) -> after.first() ? null : a), any(), any()));
  }

  /** What is true once. */
  private static final class Calls implements Serializable {
    private static final long serialVersionUID = 1L;
    private final transient AtomicInteger calls = new AtomicInteger();

    private boolean first() {
      return calls.incrementAndGet() == 1;
    }
  }

  private interface Transformation {
    DStream<Integer> of(DStream<Integer> numbers, Calls calls);
  }

  private void assertNullTakesTheBatch(Transformation transformation) throws Exception {
    journal.clear();
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)), batch());
          numbers.foreachRDD(rdd -> journal.add("before " + rdd.collect()));
          java(transformation.of(numbers.dstream(), new Calls()))
              .foreachRDD(rdd -> journal.add("transformed " + rdd.collect()));
          table.until(() -> journal.size() >= 4);
          table.afterwards(
              done -> {
                assertThat(journal)
                    .startsWith("before [2]", "transformed [2]", "before []", "transformed []");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                    .isInstanceOf(SparkException.class)
                    .hasMessage(NULL_RETURNED);
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
              });
        });
  }
}
