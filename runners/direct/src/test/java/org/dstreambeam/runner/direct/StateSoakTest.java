// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.clock.VirtualBatchClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * However many batches go over a state, what is alive is the state. The states are objects that the
 * test watches; those that were replaced have to go.
 */
class StateSoakTest {

  private static final int KEYS = 2_000;
  private static final int BATCHES = 200;

  /** The state, what the last batch put out, and what a table may keep of what was replaced. */
  private static final int MOST = 4 * KEYS;

  private static final long PATIENCE_MILLIS = 120_000;

  private static final Queue<WeakReference<BigInteger>> MADE = new ConcurrentLinkedQueue<>();

  @TempDir private static Path checkpoints;

  @RegisterExtension private final Program program = Program.onManualClock().withVirtualClock();

  private final AtomicLong last = new AtomicLong();

  @BeforeEach
  void forget() {
    MADE.clear();
  }

  @Test
  void updateStateByKeyKeepsOneStateOfEachKey() throws InterruptedException {
    pairs()
        .updateStateByKey(StateSoakTest::update)
        .foreachRDD(rdd -> last.set(rdd.values().first().longValue()));

    runAllBatches();

    assertThat(last).hasValue(BATCHES * 1_000L);
    assertThat(MADE).hasSize(KEYS * BATCHES);
    awaitThatFewAreAlive();
  }

  @Test
  void mapWithStateKeepsOneStateOfEachKey() throws InterruptedException {
    pairs()
        .mapWithState(StateSpec.function(StateSoakTest::map))
        .foreachRDD(rdd -> last.set(rdd.first().longValue()));

    runAllBatches();

    assertThat(last).hasValue(BATCHES * 1_000L);
    assertThat(MADE).hasSize(KEYS * BATCHES);
    awaitThatFewAreAlive();
  }

  private static Optional<BigInteger> update(List<Integer> values, Optional<BigInteger> state) {
    BigInteger before = state.isPresent() ? state.get() : BigInteger.ZERO;
    return Optional.of(next(values.get(0), before));
  }

  private static BigInteger map(Integer key, Optional<Integer> value, State<BigInteger> state) {
    state.update(next(value.get(), state.exists() ? state.get() : BigInteger.ZERO));
    return state.get();
  }

  private static BigInteger next(int value, BigInteger state) {
    BigInteger sum = state.add(BigInteger.valueOf(value));
    MADE.add(new WeakReference<>(sum));
    return sum;
  }

  private JavaPairDStream<Integer, Integer> pairs() {
    program.spark().setCheckpointDir(checkpoints.toString());
    List<Integer> keys = IntStream.range(0, KEYS).boxed().toList();
    JavaRDD<Integer> batch = program.spark().parallelize(keys, 2);
    return program.stream(Collections.nCopies(BATCHES, batch))
        .mapToPair(key -> new Tuple2<>(key, 1_000));
  }

  private void runAllBatches() throws InterruptedException {
    VirtualBatchClock clock = (VirtualBatchClock) program.context().ssc().lifecycle().clock();
    long end = BATCHES * Program.BATCH;
    clock.endAt(end);
    program.context().start();
    assertThat(clock.awaitCompleted(end, PATIENCE_MILLIS)).as("all batches are done").isTrue();
  }

  private static void awaitThatFewAreAlive() throws InterruptedException {
    Journal.awaitThat(
        () -> alive() + " of " + MADE.size() + " states alive to be at most " + MOST,
        () -> {
          System.gc();
          return alive() <= MOST;
        });
  }

  private static long alive() {
    return MADE.stream().filter(state -> state.get() != null).count();
  }
}
