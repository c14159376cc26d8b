// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The steps that look at more than one batch, declared through the public API.
 *
 * @param slide how far apart the batches of the input are
 * @param ordered whether its records are in order
 */
record StatefulSteps(JavaSparkContext spark, Step step, Duration slide, boolean ordered) {

  private Duration length() {
    return slide.times(step.windowLength());
  }

  private Duration every() {
    return slide.times(step.windowSlide());
  }

  JavaDStreamLike<?, ?, ?> ofAll(JavaDStreamLike<Object, ?, ?> input) {
    return switch (step.operation()) {
      case REDUCE_ALL_WINDOW -> input.reduceByWindow(Records::add, length(), every());
      case REDUCE_ALL_INVERSE_WINDOW ->
          input.reduceByWindow(Records::add, Records::subtract, length(), every());
      default -> input.countByWindow(length(), every());
    };
  }

  /**
   * @param numbers since cells are equal to none but themselves
   */
  JavaDStreamLike<?, ?, ?> countByValue(JavaDStream<Object> numbers) {
    return step.form() % 2 == 0
        ? numbers.countByValueAndWindow(length(), every())
        : numbers.countByValueAndWindow(length(), every(), step.dealtTo());
  }

  JavaDStreamLike<?, ?, ?> reduce(JavaPairDStream<Object, Object> pairs) {
    Function2<Object, Object, Object> function = States.reduce(step, ordered);
    int p = step.form() % 6;
    return switch (p) {
      case 0 ->
          step.windowSlide() == 1
              ? pairs.reduceByKeyAndWindow(function, length())
              : pairs.reduceByKeyAndWindow(function, length(), every());
      case 2, 3 -> pairs.reduceByKeyAndWindow(function, length(), every(), p);
      default -> pairs.reduceByKeyAndWindow(function, length(), every(), partitioner());
    };
  }

  JavaDStreamLike<?, ?, ?> reduceWithInverse(JavaPairDStream<Object, Object> pairs) {
    int p = step.form() % 6;
    if (step.form() == 0) {
      return pairs.reduceByKeyAndWindow(Records::add, Records::subtract, length(), every());
    }
    return p == 2 || p == 3
        ? pairs.reduceByKeyAndWindow(
            Records::add, Records::subtract, length(), every(), p, States.keep(step))
        : pairs.reduceByKeyAndWindow(
            Records::add, Records::subtract, length(), every(), partitioner(), States.keep(step));
  }

  JavaDStreamLike<?, ?, ?> group(JavaPairDStream<Object, Object> pairs) {
    int p = step.form() % 6;
    JavaPairDStream<Object, Iterable<Object>> groups =
        switch (p) {
          case 0 ->
              step.windowSlide() == 1
                  ? pairs.groupByKeyAndWindow(length())
                  : pairs.groupByKeyAndWindow(length(), every());
          case 2, 3 -> pairs.groupByKeyAndWindow(length(), every(), p);
          default -> pairs.groupByKeyAndWindow(length(), every(), partitioner());
        };
    boolean inOrder = ordered;
    return inOrder ? groups : groups.mapValues(values -> Records.listed(values, false));
  }

  JavaDStreamLike<?, ?, ?> update(JavaPairDStream<Object, Object> pairs) {
    Function2<List<Object>, Optional<Object>, Optional<Object>> function =
        States.update(step, ordered);
    if (step.hasInitialStates()) {
      return pairs.updateStateByKey(function, partitioner(), initial());
    }
    int p = step.form() % 6;
    return switch (p) {
      case 0 -> pairs.updateStateByKey(function);
      case 2, 3 -> pairs.updateStateByKey(function, p);
      default -> pairs.updateStateByKey(function, partitioner());
    };
  }

  JavaMapWithStateDStream<Object, Object, Object, Object> map(
      JavaPairDStream<Object, Object> pairs) {
    StateSpec<Object, Object, Object, Object> spec = spec(step, ordered);
    int p = step.form() % 6;
    if (p == 2 || p == 3) {
      spec.numPartitions(p);
    } else if (p != 0) {
      spec.partitioner(partitioner());
    }
    if (step.timeout() > 0) {
      spec.timeout(slide.times(step.timeout()));
    }
    if (step.hasInitialStates()) {
      spec.initialState(initial());
    }
    JavaMapWithStateDStream<Object, Object, Object, Object> mapped = pairs.mapWithState(spec);
    if (step.checkpointInterval() != 10) { // that is what it is by default
      mapped.checkpoint(slide.times(step.checkpointInterval()));
    }
    return mapped;
  }

  private static StateSpec<Object, Object, Object, Object> spec(Step step, boolean ordered) {
    if (States.mayGiveNothing(step)) {
      Function4<Time, Object, Optional<Object>, State<Object>, Optional<Object>> function =
          (time, key, value, state) -> Optional.ofNullable(map(step, key, value, state, ordered));
      return StateSpec.function(function);
    }
    Function3<Object, Optional<Object>, State<Object>, Object> function =
        (key, value, state) -> map(step, key, value, state, ordered);
    return StateSpec.function(function);
  }

  @SuppressWarnings("NullAway") // null is a result
  private static Object map(
      Step step, Object key, Optional<Object> value, State<Object> state, boolean ordered) {
    if (state.isTimingOut()) {
      return States.timeOut(key, state.get());
    }
    @Nullable Object before = state.exists() ? state.get() : null;
    States.Mapped mapped = States.map(step, key, value.get(), before, ordered);
    switch (mapped.change()) {
      case SET -> state.update(mapped.state());
      case REMOVE -> state.remove();
      case LEAVE -> {}
    }
    return mapped.result();
  }

  private Partitioner partitioner() {
    return KeyedSteps.partitioner(step);
  }

  private JavaPairRDD<Object, Object> initial() {
    JavaPairRDD<Object, Object> first = part(States.INITIAL.get(0));
    return first.union(part(States.INITIAL.get(1)));
  }

  private JavaPairRDD<Object, Object> part(List<Tuple2<Object, Object>> pairs) {
    return spark.parallelizePairs(pairs, 1);
  }
}
