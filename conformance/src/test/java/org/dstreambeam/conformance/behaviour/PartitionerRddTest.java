// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

/** {@code partitionBy}, who keeps a partitioner, and what partitioners can do wrong. */
class PartitionerRddTest extends RddProgram {

  private static final Partitioner TWO = new HashPartitioner(2);

  private static JavaPairRDD<Integer, String> letters() {
    return pairs(3, pair(1, "a"), pair(2, "b"), pair(3, "c"), pair(1, "d"), pair(null, "e"));
  }

  @Test
  void putsEveryPairIntoThePartitionOfItsKey() {
    assertThat(layout(letters().partitionBy(TWO)))
        .isEqualTo("[(2,b), (null,e)] [(1,a), (3,c), (1,d)]");
    assertThat(layout(letters().partitionBy(new Always(3, 2))))
        .isEqualTo("[] [] [(1,a), (2,b), (3,c), (1,d), (null,e)]");
    JavaPairRDD<Integer, String> none = noPartitions();
    assertThat(layout(none.partitionBy(TWO))).isEqualTo("[] []");
  }

  @Test
  void isTheSameRddIfThePairsLieInPlace() {
    JavaPairRDD<Integer, String> placed = letters().partitionBy(TWO);
    assertThat(placed.partitionBy(new HashPartitioner(2)).rdd()).isSameAs(placed.rdd());
    assertThat(placed.partitionBy(new HashPartitioner(3)).rdd()).isNotSameAs(placed.rdd());
  }

  @Test
  void staysWhereKeysDo() {
    JavaPairRDD<Integer, String> placed = letters().partitionBy(TWO);
    assertThat(
            List.of(
                partitioner(placed.mapValues(value -> value)),
                partitioner(placed.flatMapValues(value -> List.of(value).iterator())),
                partitioner(placed.filter(pair -> true)),
                partitioner(placed.distinct()),
                partitioner(placed.union(placed)),
                partitioner(placed.groupByKey()),
                partitioner(placed.cogroup(letters())),
                partitioner(letters().join(placed)),
                partitioner(placed.subtractByKey(letters()))))
        .containsOnly("HashPartitioner(2)");
    assertThat(
            List.of(
                partitioner(placed.keys()),
                partitioner(placed.values()),
                partitioner(placed.mapToPair(pair -> pair)),
                partitioner(letters().filter(pair -> true))))
        .containsOnly("none");
  }

  @Test
  void isTakenFromTheWidestInputUnlessThatIsMuchCoarser() {
    JavaPairRDD<Integer, String> two = letters().partitionBy(TWO);
    JavaPairRDD<Integer, String> five = letters().partitionBy(new HashPartitioner(5));
    JavaPairRDD<Integer, String> nineteen = pairs(19, pair(1, "a"));
    JavaPairRDD<Integer, String> twenty = pairs(20, pair(1, "a"));
    assertThat(byDefault(letters())).isEqualTo(new HashPartitioner(3));
    assertThat(byDefault(letters(), two, five)).isEqualTo(new HashPartitioner(5));
    assertThat(byDefault(two, nineteen)).isEqualTo(TWO);
    assertThat(byDefault(two, twenty)).isEqualTo(new HashPartitioner(20));
    assertThat(byDefault(noPartitions())).isEqualTo(new HashPartitioner(0));
    JavaPairRDD<Integer, String> custom = letters().partitionBy(new Always(4, 0));
    assertThat(byDefault(letters(), custom)).isInstanceOf(Always.class);
  }

  private static Partitioner byDefault(
      JavaPairRDD<Integer, String> first, JavaPairRDD<?, ?>... others) {
    List<RDD<?>> rdds = List.of(others).stream().<RDD<?>>map(JavaPairRDD::rdd).toList();
    return Partitioner.defaultPartitioner(
        first.rdd(), JavaConverters.asScalaBufferConverter(rdds).asScala());
  }

  @Test
  void thatNamesAPartitionThatIsNotThereFailsTheJob() {
    for (JavaPairRDD<?, ?> rdd :
        List.of(
            letters().partitionBy(new Always(2, 2)),
            letters().reduceByKey(new Always(2, 2), String::concat),
            letters().groupByKey(new Always(2, 2)),
            letters().join(letters(), new Always(2, 2)),
            letters().subtractByKey(letters(), new Always(2, 2)))) {
      assertThatThrownBy(rdd::collect)
          .isInstanceOf(SparkException.class)
          .hasRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class)
          .hasRootCauseMessage("Index 2 out of bounds for length 2");
    }
    assertThatThrownBy(() -> letters().partitionBy(new Always(2, -1)).collect())
        .hasRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class)
        .hasRootCauseMessage("Index -1 out of bounds for length 2");
  }

  @Test
  void thatThrowsFailsTheJob() {
    assertThatThrownBy(() -> letters().groupByKey(new Refusing()).collect())
        .isInstanceOf(SparkException.class)
        .hasRootCauseMessage("no partition for a key");
  }

  private static final class Refusing extends Partitioner {
    private static final long serialVersionUID = 1L;

    @Override
    public int numPartitions() {
      return 2;
    }

    @Override
    public int getPartition(Object key) {
      throw new IllegalStateException("no partition for a key");
    }
  }

  @Test
  void ofHashesTakesArraysForDifferentKeys() {
    JavaPairRDD<int[], Integer> arrays = pairs(1, pair(new int[] {1}, 1), pair(new int[] {1}, 2));
    assertThat(arrays.reduceByKey(Integer::sum).count()).isEqualTo(2);
  }
}
