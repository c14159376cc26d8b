// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

@NullUnmarked // null records are among the cases
class NarrowTest {

  @Test
  void mapKeepsOrderAndNulls() throws Exception {
    assertThat(run(Narrow.map((Integer x) -> x == null ? -1 : x * 2), 1, null, 3))
        .containsExactly(2, -1, 6);
    assertThat(run(Narrow.map((Integer x) -> (String) null), 1)).containsOnlyNulls().hasSize(1);
  }

  @Test
  void mapComputesNoMoreThanIsTaken() throws Exception {
    Iterator<Integer> firstTwo =
        Narrow.map(
                (Integer x) -> {
                  if (x > 2) {
                    throw new IllegalStateException("computed " + x);
                  }
                  return x;
                })
            .andThen(Narrow.take(2))
            .apply(0, IntStream.iterate(1, i -> i + 1).iterator());

    assertThat(firstTwo).toIterable().containsExactly(1, 2);
  }

  @Test
  void filterKeepsNullRecordsThatItAccepts() throws Exception {
    assertThat(run(Narrow.filter((Integer x) -> x == null || x > 1), 1, null, 2, null))
        .containsExactly(null, 2, null);
  }

  @Test
  void filterAsksOncePerRecordHoweverOftenHasNextIsCalled() throws Exception {
    Iterator<Integer> evens =
        Narrow.filter((Integer x) -> x % 2 == 0).apply(0, List.of(1, 2, 3, 4).iterator());

    assertThat(evens.hasNext()).isTrue();
    assertThat(evens.hasNext()).isTrue();
    assertThat(evens.next()).isEqualTo(2);
    assertThat(evens.next()).isEqualTo(4);
    assertThat(evens.hasNext()).isFalse();
    assertThatThrownBy(evens::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void filterFailsForANullAnswer() {
    assertThatThrownBy(() -> run(Narrow.filter((Integer x) -> null), 1))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void flatMapDrainsOneIteratorAfterAnother() throws Exception {
    assertThat(
            run(
                Narrow.flatMap((String line) -> Arrays.asList(line.split(" ")).iterator()),
                "a b",
                "c"))
        .containsExactly("a", "b", "c");
    assertThat(run(Narrow.flatMap((Integer x) -> List.of().iterator()), 1, 2)).isEmpty();
    assertThat(run(Narrow.flatMap((Integer x) -> Arrays.asList(null, x).iterator()), 1))
        .containsExactly(null, 1);
  }

  @Test
  void flatMapDrainsAnEndlessIteratorLazily() throws Exception {
    assertThat(
            run(
                Narrow.flatMap((Integer x) -> IntStream.iterate(x, i -> i + 1).iterator())
                    .andThen(Narrow.take(3)),
                5))
        .containsExactly(5, 6, 7);
  }

  @Test
  void flatMapFailsForANullIterator() {
    assertThatThrownBy(() -> run(Narrow.flatMap((Integer x) -> null), 1))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void checkedExceptionsPassUnchanged() {
    assertThatThrownBy(
            () ->
                run(
                    Narrow.map(
                        (Integer x) -> {
                          throw new IOException("disk");
                        }),
                    1))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk")
        .hasNoCause();
    assertThatThrownBy(
            () ->
                run(
                    Narrow.mapPartitions(
                        (Iterator<Integer> all) -> {
                          throw new IOException("disk");
                        }),
                    1))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void mapPartitionsIsCalledForAnEmptyPartition() throws Exception {
    assertThat(run(Narrow.mapPartitions((Iterator<Integer> all) -> List.of(size(all)).iterator())))
        .containsExactly(0);
  }

  @Test
  void mapPartitionsWithIndexIsGivenTheIndex() throws Exception {
    NarrowFunction<String, String> step =
        Narrow.mapPartitionsWithIndex((index, all) -> List.of(index + all.next()).iterator());

    assertThat(step.apply(7, List.of("a").iterator())).toIterable().containsExactly("7a");
  }

  @Test
  void pairOperationsLeaveKeysAlone() throws Exception {
    Tuple2<String, Integer> a = new Tuple2<>("a", 1);
    Tuple2<String, Integer> none = new Tuple2<>(null, 2);
    NarrowFunction<Tuple2<String, Integer>, Tuple2<String, String>> mapped =
        Narrow.mapValues(x -> "v" + x);
    NarrowFunction<Tuple2<String, Integer>, Tuple2<String, Integer>> repeated =
        Narrow.flatMapValues(x -> List.of(x, x).iterator());
    NarrowFunction<Tuple2<String, Integer>, String> keys = Narrow.keys();
    NarrowFunction<Tuple2<String, Integer>, Integer> values = Narrow.values();

    assertThat(run(mapped, a, none))
        .containsExactly(new Tuple2<>("a", "v1"), new Tuple2<>(null, "v2"));
    assertThat(run(repeated, a, none)).containsExactly(a, a, none, none);
    assertThat(run(keys, a, none)).containsExactly("a", null);
    assertThat(run(values, a, none)).containsExactly(1, 2);
  }

  @Test
  void takeGivesNothingForZeroOrLess() throws Exception {
    assertThat(run(Narrow.<Integer>take(0), 1)).isEmpty();
    assertThat(run(Narrow.<Integer>take(-1), 1)).isEmpty();
  }

  private static int size(Iterator<?> records) {
    int size = 0;
    for (; records.hasNext(); records.next()) {
      size++;
    }
    return size;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  private static <I, O> List<O> run(NarrowFunction<I, O> step, I... records) throws Exception {
    List<O> results = new ArrayList<>();
    step.apply(0, Arrays.asList(records).iterator()).forEachRemaining(results::add);
    return results;
  }
}
