// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.junit.jupiter.api.Test;

/** {@code combineByKey, aggregateByKey, foldByKey, groupByKey, reduceByKeyLocally} of RDDs. */
class CombineByKeyRddTest extends RddProgram {

  private static JavaPairRDD<String, Integer> words() {
    return pairs(
        3,
        pair("a", 1),
        pair("b", 2),
        pair("a", 3),
        pair("c", 4),
        pair("b", 5),
        pair("a", 6),
        pair("d", 7));
  }

  private static JavaPairRDD<Integer, String> nulls() {
    return pairs(2, pair(null, "n"), pair(1, null), pair(2, "b"), pair(null, "m"), pair(1, "a"));
  }

  @Test
  void combinesWithinPartitionsThenAcross() {
    assertThat(layout(words().combineByKey(v -> "<" + v, (c, v) -> c + v, (x, y) -> x + "|" + y)))
        .isEqualTo("[(c,<4)] [(d,<7), (a,<1|<3|<6)] [(b,<2|<5)]");
    assertThat(
            layout(words().combineByKey(v -> "<" + v, (c, v) -> c + v, (x, y) -> x + "|" + y, 2)))
        .isEqualTo("[(d,<7), (b,<2|<5)] [(a,<1|<3|<6), (c,<4)]");
    assertThat(
            layout(
                words()
                    .combineByKey(
                        v -> "<" + v,
                        (c, v) -> c + v,
                        (x, y) -> x + "|" + y,
                        new HashPartitioner(1))))
        .isEqualTo("[(d,<7), (a,<1|<3|<6), (b,<2|<5), (c,<4)]");
  }

  @Test
  void combinesInPlaceWithoutMergingWhatLiesThere() {
    JavaPairRDD<String, Integer> placed = words().partitionBy(new HashPartitioner(2));
    assertThat(
            layout(
                placed.combineByKey(
                    v -> "<" + v,
                    (c, v) -> c + v,
                    (x, y) -> {
                      throw new IllegalStateException("merged");
                    })))
        .isEqualTo("[(d,<7), (b,<25)] [(a,<136), (c,<4)]");
  }

  @Test
  void aggregatesFromACopyOfTheStartValuePerKey() {
    List<Integer> zero = new ArrayList<>(List.of(0));
    JavaPairRDD<String, List<Integer>> lists =
        words().aggregateByKey(zero, CombineByKeyRddTest::add, CombineByKeyRddTest::addAll);
    zero.add(99); // too late
    assertThat(layout(lists))
        .isEqualTo("[(c,[0, 4])] [(d,[0, 7]), (a,[0, 1, 0, 3, 0, 6])] [(b,[0, 2, 0, 5])]");
    assertThat(layout(words().aggregateByKey("0", 4, (s, v) -> s + v, (x, y) -> x + "/" + y)))
        .isEqualTo("[(d,07)] [(a,01/03/06)] [(b,02/05)] [(c,04)]");
    assertThat(
            layout(
                words()
                    .aggregateByKey(
                        null,
                        new HashPartitioner(1),
                        (String s, Integer v) -> s + v,
                        (x, y) -> x + "/" + y)))
        .isEqualTo("[(d,null7), (a,null1/null3/null6), (b,null2/null5), (c,null4)]");
  }

  @Test
  void refusesAStartValueThatIsNotSerialisable() {
    assertThatThrownBy(() -> words().aggregateByKey(new Object(), (zero, v) -> zero, (x, y) -> x))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageStartingWith("java.lang.Object");
  }

  @Test
  void foldsTheStartValueInOncePerPartitionOfAKey() {
    assertThat(layout(words().foldByKey(100, Integer::sum)))
        .isEqualTo("[(c,104)] [(d,107), (a,310)] [(b,207)]");
    assertThat(layout(words().foldByKey(100, 2, Integer::sum)))
        .isEqualTo("[(d,107), (b,207)] [(a,310), (c,104)]");
    assertThat(layout(words().foldByKey(100, new HashPartitioner(1), Integer::sum)))
        .isEqualTo("[(d,107), (a,310), (b,207), (c,104)]");
  }

  @Test
  void groupsValuesInTheOrderOfPartitions() {
    assertThat(layout(words().groupByKey()))
        .isEqualTo("[(c,[4])] [(d,[7]), (a,[1, 3, 6])] [(b,[2, 5])]");
    assertThat(layout(words().groupByKey(1)))
        .isEqualTo("[(d,[7]), (a,[1, 3, 6]), (b,[2, 5]), (c,[4])]");
    assertThat(layout(words().groupByKey(new HashPartitioner(2)).mapValues(Object::toString)))
        .isEqualTo("[(d,[7]), (b,[2, 5])] [(a,[1, 3, 6]), (c,[4])]");
    assertThat(partitioner(words().groupByKey())).isEqualTo("HashPartitioner(3)");
  }

  @Test
  void groupsNullKeysAndNullValues() {
    assertThat(layout(nulls().groupByKey())).isEqualTo("[(null,[n, m]), (2,[b])] [(1,[null, a])]");
  }

  @Test
  void givesGroupsThatCannotBeChanged() {
    Iterable<Integer> group = words().groupByKey().lookup("a").get(0);
    Iterator<Integer> values = group.iterator();
    values.next();
    assertThatThrownBy(values::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThat(group).containsExactly(1, 3, 6);
    assertThat(group).isEqualTo(words().groupByKey(1).lookup("a").get(0));
  }

  @Test
  void groupsNothing() {
    JavaPairRDD<String, Integer> none = noPartitions();
    assertThat(layout(none.groupByKey())).isEqualTo("no partition");
    assertThat(partitioner(none.groupByKey())).isEqualTo("HashPartitioner(0)");
    assertThat(layout(words().filter(pair -> false).groupByKey())).isEqualTo("[] [] []");
    assertThat(layout(words().groupByKey(0))).isEqualTo("no partition");
    assertThatThrownBy(() -> words().groupByKey(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Number of partitions (-1) cannot be negative.");
  }

  @Test
  void failsWithWhatAFunctionThrows() {
    JavaPairRDD<String, Iterable<Integer>> failing =
        words()
            .mapValues(
                value -> {
                  if (value == 4) {
                    throw new IllegalStateException("four");
                  }
                  return value;
                })
            .groupByKey();
    assertThatThrownBy(failing::collect)
        .isInstanceOf(SparkException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("four");
  }

  @Test
  void reducesOnTheDriver() {
    Map<String, Integer> sums = words().reduceByKeyLocally(Integer::sum);
    assertThat(sums).hasToString("{a=10, b=7, c=4, d=7}");
    assertThatThrownBy(() -> sums.put("e", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(words().filter(pair -> false).reduceByKeyLocally(Integer::sum)).isEmpty();
    assertThatThrownBy(
            () -> RddProgram.<String, Integer>noPartitions().reduceByKeyLocally(Integer::sum))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("empty collection");
  }

  @Test
  void takesANullForNoValueWhenItReducesOnTheDriver() {
    JavaPairRDD<Integer, String> one = nulls().partitionBy(new HashPartitioner(1));
    assertThat(one.reduceByKeyLocally((x, y) -> x + "+" + y)).hasToString("{null=n+m, 1=a, 2=b}");
  }

  private static List<Integer> add(List<Integer> list, Integer value) {
    list.add(value);
    return list;
  }

  private static List<Integer> addAll(List<Integer> list, List<Integer> other) {
    list.addAll(other);
    return list;
  }

  @Test
  void aSerializerMakesNoDifferenceToWhatIsCombined() {
    Serializer[] serializers = {
      null, new JavaSerializer(context().getConf()), new KryoSerializer(context().getConf())
    };
    for (Serializer serializer : serializers) {
      assertThat(layout(combined(words(), true, serializer)))
          .isEqualTo("[(d,<7), (b,<2|<5)] [(a,<1|<3|<6), (c,<4)]");
      assertThat(layout(combined(words(), false, serializer)))
          .isEqualTo("[(d,<7), (b,<25)] [(a,<136), (c,<4)]");
      assertThat(layout(combined(noPartitions(), false, serializer))).isEqualTo("[] []");
    }
  }

  private static JavaPairRDD<String, String> combined(
      JavaPairRDD<String, Integer> pairs, boolean mapSideCombine, Serializer serializer) {
    return pairs.combineByKey(
        v -> "<" + v,
        (c, v) -> c + v,
        (x, y) -> x + "|" + y,
        new HashPartitioner(2),
        mapSideCombine,
        serializer);
  }
}
