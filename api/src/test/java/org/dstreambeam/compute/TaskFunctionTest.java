// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // null records are among the cases
class TaskFunctionTest {

  @Test
  void sharesAFunctionThatCapturesNothing() {
    Function<Integer, Integer> function = x -> x + 1;

    TaskFunction<Function<Integer, Integer>> task = TaskFunction.of(function);

    assertThat(task.perTask()).isSameAs(function).isSameAs(task.perTask());
  }

  @Test
  void sharesAFunctionThatCapturesStringsAndNumbers() {
    String prefix = String.valueOf(System.nanoTime());
    int factor = prefix.length();
    Function<Integer, String> function = x -> prefix + factor * x;

    assertThat(TaskFunction.of(function).perTask()).isSameAs(function);
  }

  @Test
  void givesEachTaskItsOwnCopyOfWhatItCounts() throws Exception {
    AtomicInteger counter = new AtomicInteger();
    Function<String, Integer> counting = word -> counter.incrementAndGet();

    TaskFunction<Function<String, Integer>> task = TaskFunction.of(counting);
    Function<String, Integer> first = task.perTask();
    Function<String, Integer> second = task.perTask();

    assertThat(first.call("a")).isEqualTo(1);
    assertThat(first.call("b")).isEqualTo(2);
    assertThat(second.call("c")).isEqualTo(1);
    assertThat(counter).hasValue(0);
  }

  @Test
  void givesEachTaskItsOwnCopyOfACapturedArray() throws Exception {
    int[] counter = {0};
    Function<String, Integer> counting = word -> ++counter[0];

    TaskFunction<Function<String, Integer>> task = TaskFunction.of(counting);

    assertThat(task.perTask().call("a")).isEqualTo(1);
    assertThat(task.perTask().call("b")).isEqualTo(1);
    assertThat(counter).containsExactly(0);
  }

  @Test
  void looksIntoFunctionsThatACapturedFunctionHolds() {
    Function<Integer, Integer> plain = x -> x + 1;
    Function<Integer, Integer> overPlain = x -> plain.call(x);
    int[] state = {0};
    Function<Integer, Integer> counting = x -> state[0]++;
    Function<Integer, Integer> overCounting = x -> counting.call(x);

    assertThat(TaskFunction.of(overPlain).perTask()).isSameAs(overPlain);
    assertThat(TaskFunction.of(overCounting).perTask()).isNotSameAs(overCounting);
  }

  @Test
  void takesTheFunctionAsItIsWhenTheOperationIsDeclared() throws Exception {
    List<String> stopWords = new ArrayList<>(List.of("a"));
    Function<String, Boolean> keeps = word -> !stopWords.contains(word);

    TaskFunction<Function<String, Boolean>> task = TaskFunction.of(keeps);
    stopWords.add("b");

    assertThat(task.perTask().call("b")).isTrue();
    assertThat(task.perTask().call("a")).isFalse();
  }

  @Test
  void takesTheFunctionAlongAsItIsWhenItIsSerialised() throws Exception {
    List<String> stopWords = new ArrayList<>(List.of("a"));
    Function<String, Boolean> keeps = word -> !stopWords.contains(word);
    TaskFunction<Function<String, Boolean>> task = TaskFunction.of(keeps);
    stopWords.add("b");

    TaskFunction<Function<String, Boolean>> arrived = TaskFunction.asIsNow(task);
    stopWords.add("c");

    assertThat(arrived.perTask().call("b")).isFalse();
    assertThat(arrived.perTask().call("c")).isTrue();
    assertThat(TaskFunction.asIsNow(arrived).perTask().call("b")).isFalse();
  }

  @Test
  void refusesToBeSerialisedOnceTheFunctionCannotBe() {
    List<Object> captured = new ArrayList<>();
    Function<Integer, Integer> function = x -> x + captured.size();
    TaskFunction<Function<Integer, Integer>> task = TaskFunction.of(function);
    captured.add(new Object());

    assertThatThrownBy(() -> TaskFunction.asIsNow(task))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Task not serializable");
  }

  @Test
  void copiesAnObjectWithAFieldThatIsNotFinal() {
    Counting function = new Counting();

    assertThat(TaskFunction.of(function).perTask()).isNotSameAs(function);
  }

  @Test
  void refusesWhatCannotBeSerialisedWhenItIsDeclared() {
    Object captured = new Object();
    Function<Integer, Integer> function = x -> x + captured.hashCode();

    assertThatThrownBy(() -> TaskFunction.of(function))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Task not serializable")
        .cause()
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void refusesNull() {
    assertThat(catchThrowable(() -> TaskFunction.of(null)))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void worksAfterATrip() throws Exception {
    Function<Integer, Integer> function = x -> x * 2;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(TaskFunction.of(function));
    }

    Object arrived =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    @SuppressWarnings("unchecked")
    TaskFunction<Function<Integer, Integer>> task =
        (TaskFunction<Function<Integer, Integer>>) arrived;
    assertThat(task.perTask().call(21)).isEqualTo(42);
    assertThat(task.perTask()).isSameAs(task.perTask());
  }

  private static final class Counting implements Function<String, Integer> {
    private static final long serialVersionUID = 1L;
    private int count;

    @Override
    public Integer call(String word) {
      return ++count;
    }
  }
}
