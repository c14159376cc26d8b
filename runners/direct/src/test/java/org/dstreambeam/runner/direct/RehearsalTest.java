// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/** The rehearsal of {@code start} shows nowhere. */
@Timeout(60)
class RehearsalTest {

  private static final AtomicInteger CALLS = new AtomicInteger();

  @RegisterExtension final Program program = Program.onManualClock();

  @BeforeEach
  void forget() {
    CALLS.set(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsNoFunctionBehindAShuffleEither(boolean serialized) {
    program.set("spark.dstreambeam.direct.serialize", String.valueOf(serialized));
    LongAccumulator accumulator = program.spark().sc().longAccumulator();
    JavaDStream<Integer> input = program.batches(List.of(1));
    counted(pairs(input), accumulator).print();
    counted(pairs(input.transform(rdd -> rdd)), accumulator).print();
    counted(pairs(input).join(pairs(input)).mapValues(Tuple2::_1), accumulator).print();
    counted(pairs(input.window(Durations.seconds(2))), accumulator).print();
    counted(pairs(input.union(input).repartition(3)).union(pairs(input)), accumulator).print();

    program.context().start();

    assertThat(CALLS).hasValue(0);
    assertThat(accumulator.value()).isZero();
  }

  private static JavaPairDStream<Integer, Integer> pairs(JavaDStream<Integer> stream) {
    return stream.mapToPair(n -> new Tuple2<>(n, n)).reduceByKey(Integer::sum, 2);
  }

  private static JavaDStream<Tuple2<Integer, Integer>> counted(
      JavaPairDStream<Integer, Integer> stream, LongAccumulator accumulator) {
    return stream.mapPartitions(
        pairs -> {
          CALLS.incrementAndGet();
          accumulator.add(1);
          return pairs;
        });
  }
}
