// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

/**
 * However the pairs are dealt out to map tasks, in whatever order these arrive, in how many pieces:
 * the keys end with the values of a single pass, if the function is associative and commutative.
 */
class AggregatorLawsTest {

  private static final int INPUTS = 60;
  private static final int DEALS = 8;

  /** The functions; each takes and gives null as well. */
  enum Law {
    SUM((x, y) -> number(x) + number(y)),
    /** Null is the least value of all, and the result where there is nothing else. */
    MAX((x, y) -> x == null ? y : y == null ? x : Integer.valueOf(Math.max(x, y))),
    XOR((x, y) -> number(x) ^ number(y));

    private final Function2<Integer, Integer, Integer> function;

    Law(Function2<Integer, Integer, Integer> function) {
      this.function = function;
    }

    private static int number(@Nullable Integer value) {
      return value == null ? 0 : value;
    }

    Aggregator<Integer, Integer> aggregator() {
      return Aggregator.reduce(function);
    }
  }

  /** A law, pairs made for it, and the source of everything else that is random about a case. */
  record Case(Law law, List<Tuple2<Key, Integer>> pairs, Partitioner partitioner, Random random) {
    @Override
    public String toString() {
      return law + " of " + pairs.size() + " pairs, " + partitioner.numPartitions() + " targets";
    }
  }

  /** Keys of one hash code are common here. */
  record Key(int id, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  static Stream<Case> cases() {
    return IntStream.range(0, INPUTS).mapToObj(AggregatorLawsTest::newCase);
  }

  private static Case newCase(int seed) {
    Random random = new Random(seed);
    int keys = 1 + random.nextInt(seed % 10 == 0 ? 500 : 20); // the table grows beyond 64 slots
    int hashes = 1 + random.nextInt(keys);
    List<Tuple2<Key, Integer>> pairs = new ArrayList<>();
    for (int size = random.nextInt(4 * keys); size > 0; size--) {
      int id = random.nextInt(keys);
      Key key = id == 0 ? null : new Key(id, id % hashes - hashes / 2);
      pairs.add(new Tuple2<>(key, random.nextInt(15) == 0 ? null : random.nextInt()));
    }
    Law law = Law.values()[seed % Law.values().length];
    return new Case(law, pairs, new HashPartitioner(1 + random.nextInt(5)), random);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anyWayThroughAShuffleGivesTheResultOfASinglePass(Case test) throws Exception {
    Map<Key, Integer> expected = singlePass(test);
    for (int deal = 0; deal < DEALS; deal++) {
      List<List<List<Tuple2<Key, Integer>>>> mapOutputs = new ArrayList<>();
      for (List<Tuple2<Key, Integer>> task : dealt(test)) {
        mapOutputs.add(mapSide(test, task));
      }
      Collections.shuffle(mapOutputs, test.random());

      Map<Key, Integer> result = new HashMap<>();
      for (int target = 0; target < test.partitioner().numPartitions(); target++) {
        int partition = target;
        for (Tuple2<Key, Integer> pair : reduceSide(test, mapOutputs, target)) {
          assertThat(test.partitioner().getPartition(pair._1())).isEqualTo(partition);
          assertThat(result).doesNotContainKey(pair._1());
          result.put(pair._1(), pair._2());
        }
      }
      assertThat(result).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inPlaceGivesTheResultOfASinglePass(Case test) throws Exception {
    List<Tuple2<Key, Integer>> result = inPlace(test, test.pairs());

    assertThat(result).hasSameSizeAs(singlePass(test).entrySet());
    result.forEach(pair -> assertThat(singlePass(test)).containsEntry(pair._1(), pair._2()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameGroupingGivesTheSameOrder(Case test) throws Exception {
    List<List<Tuple2<Key, Integer>>> tasks = dealt(test);
    for (int target = 0; target < test.partitioner().numPartitions(); target++) {
      List<List<List<Tuple2<Key, Integer>>>> once = new ArrayList<>();
      List<List<List<Tuple2<Key, Integer>>>> again = new ArrayList<>();
      for (List<Tuple2<Key, Integer>> task : tasks) {
        once.add(mapSide(test, task));
        again.add(mapSide(test, task));
      }
      assertThat(again).isEqualTo(once);
      assertThat(reduceSide(test, again, target)).isEqualTo(reduceSide(test, once, target));
    }
    assertThat(inPlace(test, test.pairs())).isEqualTo(inPlace(test, test.pairs()));
  }

  /** One pass over all pairs with what Java has. */
  private static Map<Key, Integer> singlePass(Case test) {
    Map<Key, List<Integer>> groups = new LinkedHashMap<>();
    for (Tuple2<Key, Integer> pair : test.pairs()) {
      groups.computeIfAbsent(pair._1(), key -> new ArrayList<>()).add(pair._2());
    }
    Map<Key, Integer> result = new HashMap<>();
    groups.forEach((key, values) -> result.put(key, reduced(test.law(), values)));
    return result;
  }

  private static Integer reduced(Law law, List<Integer> values) {
    try {
      Integer result = values.get(0);
      for (Integer value : values.subList(1, values.size())) {
        result = law.function.call(result, value);
      }
      return result;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Deals the pairs out, in any order, to some tasks, of which some get nothing. */
  private static List<List<Tuple2<Key, Integer>>> dealt(Case test) {
    List<Tuple2<Key, Integer>> shuffled = new ArrayList<>(test.pairs());
    Collections.shuffle(shuffled, test.random());
    List<List<Tuple2<Key, Integer>>> tasks = new ArrayList<>();
    for (int tasksLeft = 1 + test.random().nextInt(6); tasksLeft > 0; tasksLeft--) {
      tasks.add(new ArrayList<>());
    }
    shuffled.forEach(pair -> tasks.get(test.random().nextInt(tasks.size())).add(pair));
    return tasks;
  }

  /** What a map task sends to each target; it gets its pairs in pieces. */
  private static List<List<Tuple2<Key, Integer>>> mapSide(
      Case test, List<Tuple2<Key, Integer>> task) throws Exception {
    MapSideCombine<Key, Integer, Integer> side =
        new MapSideCombine<>(test.law().aggregator(), test.partitioner());
    for (int from = 0; from < task.size(); ) {
      int to = Math.min(task.size(), from + test.random().nextInt(5));
      side.add(task.subList(from, to).iterator());
      from = to;
    }
    return side.toPartitions();
  }

  private static List<Tuple2<Key, Integer>> reduceSide(
      Case test, List<List<List<Tuple2<Key, Integer>>>> mapOutputs, int target) throws Exception {
    ReduceSideCombine<Key, Integer> side = new ReduceSideCombine<>(test.law().aggregator());
    for (List<List<Tuple2<Key, Integer>>> output : mapOutputs) {
      side.add(output.get(target).iterator());
    }
    return toList(side.result());
  }

  private static List<Tuple2<Key, Integer>> inPlace(Case test, List<Tuple2<Key, Integer>> pairs)
      throws Exception {
    return toList(
        new CombineShuffle<Key, Integer, Integer>(test.law().aggregator(), test.partitioner())
            .inPlace(pairs.iterator()));
  }

  private static <T> List<T> toList(Iterator<T> records) {
    List<T> list = new ArrayList<>();
    records.forEachRemaining(list::add);
    return list;
  }
}
