// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

/** A batch that a driver function could not make reaches no output, whatever lies in between. */
@Timeout(60)
class FailedBatchTest {

  /** Combines a stream with one whose first batch fails. */
  private static final Map<
          String, BiFunction<JavaDStream<Integer>, JavaDStream<Integer>, JavaDStream<?>>>
      COMBINATIONS =
          Map.of(
              "union", (good, bad) -> good.union(bad),
              "join", (good, bad) -> pairs(good).join(pairs(bad)).map(pair -> pair),
              "cogroup", (good, bad) -> pairs(good).cogroup(pairs(bad)).map(pair -> pair),
              "union and repartition", (good, bad) -> good.union(bad).repartition(2),
              "union and reduceByKey",
                  (good, bad) -> pairs(good.union(bad)).reduceByKey(Integer::sum).map(pair -> pair),
              "union of equal partitioners",
                  (good, bad) ->
                      pairs(good)
                          .reduceByKey(Integer::sum)
                          .union(pairs(bad).reduceByKey(Integer::sum))
                          .map(pair -> pair),
              "window", (good, bad) -> good.union(bad).window(Durations.milliseconds(1000)),
              "transformWith",
                  (good, bad) -> good.transformWith(bad, (one, other, time) -> one.union(other)));

  @RegisterExtension final Program program = Program.onManualClock();

  private static JavaPairDStream<Integer, Integer> pairs(JavaDStream<Integer> stream) {
    return stream.mapToPair(n -> new Tuple2<>(n, n));
  }

  static Stream<String> combinations() {
    return COMBINATIONS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void ofASecondInput(String combination) throws InterruptedException {
    JavaDStream<Integer> good = program.batches(List.of(1), List.of(2));
    JavaDStream<Integer> bad =
        program
            .batches(List.of(1), List.of(2))
            .transform(
                (rdd, time) -> {
                  if (time.milliseconds() == 1000) {
                    throw new IllegalStateException("no batch");
                  }
                  return rdd;
                });
    Journal<String> journal = new Journal<>();
    Objects.requireNonNull(COMBINATIONS.get(combination))
        .apply(good, bad)
        .foreachRDD((rdd, time) -> journal.add(time + " " + (rdd.count() > 0)));
    program.context().start();

    program.advance(2);

    assertThat(journal.first(1)).containsExactly("2000 ms true");
  }
}
