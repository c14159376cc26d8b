// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Time;
import org.dstreambeam.compute.MapIterator;
import org.dstreambeam.compute.ScalaGroups;
import org.dstreambeam.rdd.ScalaFunctions;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function4;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * The functions of {@code updateStateByKey}, in all forms of the API. States that Scala's functions
 * return may be null.
 */
public final class Updates {

  private Updates() {}

  /** As on Spark a null state, which only initial ones can be, is refused. */
  public static <K, V, S> UpdateEachKey.Update<K, V, S> of(
      Function2<List<V>, Optional<S>, Optional<S>> function) {
    Objects.requireNonNull(function, "function");
    return (time, key, values, known, before, after) -> {
      Optional<S> state = function.call(values, known ? optional(before) : Optional.<S>empty());
      if (state.isPresent()) {
        after.accept(state.get());
      }
    };
  }

  public static <K, V, S> UpdateEachKey.Update<K, V, S> of(
      scala.Function2<Seq<V>, Option<S>, Option<S>> function) {
    Objects.requireNonNull(function, "function");
    return (time, key, values, known, before, after) -> {
      Option<S> state = function.apply(ScalaGroups.buffer(values), option(before, known));
      if (state.isDefined()) {
        after.accept(state.get());
      }
    };
  }

  public static <K, V, S> UpdateEachKey.Update<K, V, S> of(
      Function4<Time, K, Seq<V>, Option<S>, Option<S>> function) {
    Objects.requireNonNull(function, "function");
    return (time, key, values, known, before, after) -> {
      Option<S> state =
          function.apply(new Time(time), key, ScalaGroups.buffer(values), option(before, known));
      if (state.isDefined()) {
        after.accept(state.get());
      }
    };
  }

  public static <K, V, S> UpdatePartition.Update<K, V, S> of(
      Function1<Iterator<Tuple3<K, Seq<V>, Option<S>>>, Iterator<Tuple2<K, S>>> function) {
    Objects.requireNonNull(function, "function");
    return (time, keys) ->
        ScalaFunctions.java(
            function.apply(
                ScalaFunctions.scala(
                    new MapIterator<>(
                        keys,
                        key ->
                            new Tuple3<>(
                                key.key(),
                                ScalaGroups.buffer(key.values()),
                                option(key.state(), key.hasState()))))));
  }

  @SuppressWarnings("NullAway") // that is how it is refused
  private static <S> Optional<S> optional(@Nullable S state) {
    return Optional.of(state);
  }

  @SuppressWarnings("NullAway") // Scala's options may hold null
  private static <S> Option<S> option(@Nullable S state, boolean known) {
    return known ? Some.apply(state) : Option.empty();
  }
}
