// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** {@code sampleByKey}, {@code sampleByKeyExact}, {@code countApproxDistinctByKey} of RDDs. */
class SampleByKeyRddTest extends RddProgram {

  private static final Map<String, Double> FRACTIONS = Map.of("a", 0.2, "b", 0.5, "c", 0.1);

  private static JavaPairRDD<String, Integer> numbers(int count, int partitions) {
    return context()
        .parallelizePairs(
            IntStream.range(0, count)
                .mapToObj(i -> new Tuple2<>(i % 3 == 0 ? "a" : i % 5 == 0 ? "b" : "c", i))
                .toList(),
            partitions);
  }

  @Test
  void takesTheSameSampleForASeed() {
    assertThat(layout(numbers(60, 3).sampleByKey(false, FRACTIONS, 1)))
        .isEqualTo(
            "[(a,3), (a,18)] [(b,25), (c,29), (a,33), (b,35)] [(b,40), (b,50), (b,55), (a,57)]");
    assertThat(layout(numbers(60, 3).sampleByKey(true, FRACTIONS, 1)))
        .isEqualTo(
            "[(c,4), (a,6), (c,8), (a,12), (c,19)] [(b,20), (b,20), (a,21), (c,22)]"
                + " [(b,40), (b,40), (a,42), (c,43), (c,49), (c,52), (a,57)]");
  }

  @Test
  void takesAsManyAsTheFractionSays() {
    assertThat(layout(numbers(60, 3).sampleByKeyExact(false, FRACTIONS, 1)))
        .isEqualTo(
            "[(c,2), (a,3), (a,18)] [(c,29), (a,33), (b,35), (c,38)]"
                + " [(b,40), (c,44), (b,50), (b,55), (a,57)]");
    assertThat(layout(numbers(60, 3).sampleByKeyExact(true, FRACTIONS, 1)))
        .isEqualTo(
            "[(b,5), (c,17), (a,18)] [(c,22), (a,27), (c,32), (b,35)]"
                + " [(c,41), (a,42), (b,50), (a,51), (b,55)]");
    for (boolean withReplacement : new boolean[] {false, true}) {
      JavaPairRDD<String, Integer> exact =
          numbers(6_000, 1).sampleByKeyExact(withReplacement, FRACTIONS, 42);
      assertThat(exact.countByKey()).isEqualTo(Map.of("a", 400L, "b", 400L, "c", 320L));
      assertThat(exact.values().collect().hashCode())
          .isEqualTo(withReplacement ? 1_583_639_920 : 936_269_648);
    }
  }

  @Test
  void takesARandomSeedIfNoneIsGiven() {
    Map<String, Double> allOfA = Map.of("a", 1.0, "b", 0.0, "c", 0.0);
    assertThat(numbers(60, 3).sampleByKey(false, allOfA).countByKey()).isEqualTo(Map.of("a", 20L));
    assertThat(numbers(60, 3).sampleByKeyExact(false, FRACTIONS).count()).isEqualTo(12);
  }

  @Test
  void keepsThePartitioner() {
    JavaPairRDD<String, Integer> placed = numbers(60, 3).partitionBy(new HashPartitioner(2));
    assertThat(partitioner(placed.sampleByKey(false, FRACTIONS, 1)))
        .isEqualTo("HashPartitioner(2)");
    assertThat(partitioner(placed.sampleByKeyExact(false, FRACTIONS, 1)))
        .isEqualTo("HashPartitioner(2)");
  }

  @Test
  void needsAFractionForEachKey() {
    Map<String, Double> onlyA = Map.of("a", 1.0);
    JavaPairRDD<String, Integer> sample = numbers(60, 1).sampleByKey(false, onlyA, 1);
    assertThatThrownBy(sample::count)
        .isInstanceOf(SparkException.class)
        .hasRootCauseInstanceOf(NoSuchElementException.class)
        .hasRootCauseMessage("key not found: c");
    assertThatThrownBy(() -> numbers(60, 1).sampleByKeyExact(false, onlyA, 1))
        .hasRootCauseMessage("key not found: c");
  }

  @Test
  void refusesNegativeFractions() {
    Map<String, Double> negative = Map.of("a", -1.0);
    assertThatThrownBy(() -> numbers(6, 1).sampleByKey(false, negative, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Negative sampling rates.");
    assertThatThrownBy(() -> numbers(6, 1).sampleByKeyExact(true, negative, 1))
        .hasMessage("requirement failed: Negative sampling rates.");
  }

  @Test
  void ofNoPartitionsIsEmptyUnlessExact() {
    JavaPairRDD<String, Integer> none = noPartitions();
    assertThat(layout(none.sampleByKey(false, FRACTIONS, 1))).isEqualTo("no partition");
    assertThatThrownBy(() -> none.sampleByKeyExact(false, FRACTIONS, 1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("empty collection");
  }

  @Test
  void estimatesHowManyValuesAKeyHas() {
    assertThat(layout(numbers(6_000, 1).countApproxDistinctByKey(0.05)))
        .isEqualTo("[(a,2066), (b,784), (c,3250)]");
    assertThat(layout(numbers(6_000, 1).countApproxDistinctByKey(0.001, 2)))
        .isEqualTo("[(b,800)] [(a,2000), (c,3199)]");
    assertThat(layout(numbers(60, 3).countApproxDistinctByKey(0.3, new HashPartitioner(1))))
        .isEqualTo("[(a,14), (b,9), (c,26)]");
    assertThat(layout(pairs(1, pair("a", null), pair("a", 1)).countApproxDistinctByKey(0.05)))
        .isEqualTo("[(a,3)]");
    assertThatThrownBy(() -> numbers(60, 3).countApproxDistinctByKey(0.00001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: accuracy (1.0E-5) must be greater than 0.000017");
  }
}
