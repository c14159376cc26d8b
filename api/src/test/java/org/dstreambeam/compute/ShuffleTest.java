// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class ShuffleTest {

  private static final Partitioner TWO = new HashPartitioner(2);

  @Test
  void dealsPairsInOrderToThePartitionsOfTheirKeys() throws Exception {
    DealShuffle<Integer, String, Tuple2<Integer, String>> place = DealShuffle.place(TWO);

    assertThat(place.send(0, pairs(1, "a", 2, "b", 1, "c", 4, "d")))
        .containsExactly(List.of(pair(2, "b"), pair(4, "d")), List.of(pair(1, "a"), pair(1, "c")));
    assertThat(place.send(0, pairs())).containsExactly(List.of(), List.of());
  }

  @Test
  void receivesInputsOneAfterAnother() throws Exception {
    assertThat(
            list(
                DealShuffle.<Integer, String>place(TWO).receive(two(pairs(1, "a"), pairs(1, "b")))))
        .containsExactly(pair(1, "a"), pair(1, "b"));
  }

  @Test
  void groupsTheValuesOfAKeyInTheOrderTheyCome() throws Exception {
    Iterator<Tuple2<Integer, Iterable<String>>> groups =
        DealShuffle.<Integer, String>group(TWO)
            .receive(two(pairs(1, "a", 3, "x", 1, "b"), pairs(1, "c", 1, "a", 1, "e")));

    assertThat(groups)
        .toIterable()
        .map(Tuple2::toString)
        .containsExactlyInAnyOrder("(1,[a, b, c, a, e])", "(3,[x])");
  }

  @Test
  void sortsStably() throws Exception {
    Comparator<Integer> natural = new Naturally();

    assertThat(
            list(
                DealShuffle.<Integer, String>sort(TWO, natural)
                    .inPlace(pairs(3, "a", 1, "b", 3, "c", 2, "d", 1, "e"))))
        .containsExactly(pair(1, "b"), pair(1, "e"), pair(2, "d"), pair(3, "a"), pair(3, "c"));
  }

  private static final class Naturally implements Comparator<Integer>, java.io.Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Integer first, Integer second) {
      return first.compareTo(second);
    }
  }

  @Test
  void combinesBehindTheMoveWithoutMergingCombiners() throws Exception {
    Aggregator<String, String> aggregator =
        new Aggregator<>(
            TaskFunction.of(value -> "<" + value),
            TaskFunction.of((combiner, value) -> combiner + value),
            TaskFunction.of(
                (first, second) -> {
                  throw new AssertionError("combiners were merged");
                }));

    assertThat(
            list(
                DealShuffle.<Integer, String, String>combine(aggregator, TWO)
                    .receive(two(pairs(1, "a"), pairs(1, "b")))))
        .containsExactly(pair(1, "<ab"));
  }

  @Test
  void putsTheGroupsOfEachInputSideBySide() throws Exception {
    Iterator<Tuple2<Integer, List<Group<Object>>>> groups =
        CoGroup.<Integer>of(2, TWO)
            .receive(two(objects(1, "a", 3, "x", 1, null), objects(1, "l", 5, "m")));

    assertThat(groups)
        .toIterable()
        .map(Tuple2::toString)
        .containsExactlyInAnyOrder("(1,[[a, null], [l]])", "(3,[[x], []])", "(5,[[], [m]])");
  }

  @Test
  void joinsInnerAndOuter() throws Exception {
    assertThat(joined(Joins.inner()))
        .containsExactlyInAnyOrder("(1,(a,l))", "(1,(a,m))", "(1,(b,l))", "(1,(b,m))");
    assertThat(joined(Joins.left()))
        .containsExactlyInAnyOrder(
            "(1,(a,Optional[l]))",
            "(1,(a,Optional[m]))",
            "(1,(b,Optional[l]))",
            "(1,(b,Optional[m]))",
            "(3,(x,Optional.empty))");
    assertThat(joined(Joins.right()))
        .containsExactlyInAnyOrder(
            "(1,(Optional[a],l))",
            "(1,(Optional[a],m))",
            "(1,(Optional[b],l))",
            "(1,(Optional[b],m))",
            "(5,(Optional.empty,n))");
    assertThat(joined(Joins.full()))
        .hasSize(6)
        .contains("(3,(Optional[x],Optional.empty))", "(5,(Optional.empty,Optional[n]))");
  }

  @Test
  void aNullHasNoPlaceOnAnOuterSide() throws Exception {
    Iterator<Tuple2<Integer, List<Group<Object>>>> groups =
        CoGroup.<Integer>of(2, TWO).receive(two(objects(1, "a"), objects(1, null)));
    NarrowFunction<
            Tuple2<Integer, List<Group<Object>>>, Tuple2<Integer, Tuple2<String, Optional<String>>>>
        left = Joins.left();

    assertThatThrownBy(() -> list(left.apply(0, groups))).isInstanceOf(NullPointerException.class);
  }

  @Test
  void dealsRoundRobinFromWhereSparkBegins() {
    RoundRobinShuffle<String> shuffle = new RoundRobinShuffle<>(3);

    assertThat(shuffle.send(0, List.of("a", "b", "c", "d").iterator()))
        .containsExactly(List.of("a", "d"), List.of("b"), List.of("c"));
    assertThat(new RoundRobinShuffle<String>(4).send(2, List.of("e", "f", "g").iterator()))
        .containsExactly(List.of("e"), List.of("f"), List.of("g"), List.of());
    assertThatThrownBy(() -> new RoundRobinShuffle<>(0))
        .hasMessage("requirement failed: Number of partitions (0) must be positive.");
  }

  @Test
  void aGroupIsAListOfAnyLength() {
    Group<Integer> group = new Group<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      assertThat(group).isEqualTo(expected);
      group.and(i);
      expected.add(i);
    }
    assertThatThrownBy(() -> group.get(100)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> group.add(1)).isInstanceOf(UnsupportedOperationException.class);
  }

  private static <A, B> List<String> joined(
      NarrowFunction<Tuple2<Integer, List<Group<Object>>>, Tuple2<Integer, Tuple2<A, B>>> join)
      throws Exception {
    Iterator<Tuple2<Integer, List<Group<Object>>>> groups =
        CoGroup.<Integer>of(2, TWO)
            .receive(two(objects(1, "a", 3, "x", 1, "b"), objects(1, "l", 5, "n", 1, "m")));
    return list(join.apply(0, groups)).stream().map(Tuple2::toString).toList();
  }

  private static <T> List<Iterator<T>> two(Iterator<T> first, Iterator<T> second) {
    return List.of(first, second);
  }

  private static <T> List<T> list(Iterator<T> records) {
    List<T> list = new ArrayList<>();
    records.forEachRemaining(list::add);
    return list;
  }

  private static Iterator<Tuple2<Integer, String>> pairs(Object... keysAndValues) {
    List<Tuple2<Integer, String>> pairs = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      pairs.add(pair((Integer) keysAndValues[i], (String) keysAndValues[i + 1]));
    }
    return pairs.iterator();
  }

  private static Iterator<Tuple2<Integer, Object>> objects(@Nullable Object... keysAndValues) {
    List<Tuple2<Integer, Object>> pairs = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      pairs.add(new Tuple2<>((Integer) keysAndValues[i], keysAndValues[i + 1]));
    }
    return pairs.iterator();
  }

  private static <V> Tuple2<Integer, V> pair(Integer key, V value) {
    return new Tuple2<>(key, value);
  }
}
