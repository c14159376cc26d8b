// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.util.Objects;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Some;

/** The functions of {@code mapWithState}, in all forms of the API. */
public final class Mappings {

  private Mappings() {}

  public static <K, V, S, R> StateSpec<K, V, S, R> of(
      Function3<K, Optional<V>, State<S>, R> function) {
    Objects.requireNonNull(function, "function");
    return new MappingSpec<>(
        (time, key, value, state, results) ->
            results.accept(function.call(key, optional(value, state), state)));
  }

  public static <K, V, S, R> StateSpec<K, V, S, R> of(
      Function4<Time, K, Optional<V>, State<S>, Optional<R>> function) {
    Objects.requireNonNull(function, "function");
    return new MappingSpec<>(
        (time, key, value, state, results) -> {
          Optional<R> result = function.call(new Time(time), key, optional(value, state), state);
          if (result.isPresent()) {
            results.accept(result.get());
          }
        });
  }

  public static <K, V, S, R> StateSpec<K, V, S, R> of(
      scala.Function3<K, Option<V>, State<S>, R> function) {
    Objects.requireNonNull(function, "function");
    return new MappingSpec<>(
        (time, key, value, state, results) ->
            results.accept(function.apply(key, option(value, state), state)));
  }

  public static <K, V, S, R> StateSpec<K, V, S, R> of(
      scala.Function4<Time, K, Option<V>, State<S>, Option<R>> function) {
    Objects.requireNonNull(function, "function");
    return new MappingSpec<>(
        (time, key, value, state, results) -> {
          Option<R> result = function.apply(new Time(time), key, option(value, state), state);
          if (result.isDefined()) {
            results.accept(result.get());
          }
        });
  }

  /** As on Spark a null value is refused. */
  @SuppressWarnings("NullAway") // that is how
  private static <V> Optional<V> optional(@Nullable V value, State<?> state) {
    return state.isTimingOut() ? Optional.empty() : Optional.of(value);
  }

  @SuppressWarnings("NullAway") // Scala's options may hold null
  private static <V> Option<V> option(@Nullable V value, State<?> state) {
    return state.isTimingOut() ? Option.empty() : Some.apply(value);
  }
}
