// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The user functions of random programs that remember. States are numbers, or cells of them. */
final class States {

  /** What there is before the first batch, a key of it twice. */
  static final List<List<Tuple2<Object, Object>>> INITIAL =
      List.of(
          List.of(new Tuple2<>(0, 101), new Tuple2<>(7, 40)),
          List.of(new Tuple2<>(0, 52), new Tuple2<>(-1, 3)));

  private static final int FORGETTING_MODULUS = 6;
  private static final int REFUSING_MODULUS = 13;

  private States() {}

  /**
   * A function for {@code updateStateByKey}: it counts its calls into the state, and now and then
   * forgets a key.
   *
   * @param ordered whether it may tell in which order the values come
   */
  static Function2<List<Object>, Optional<Object>, Optional<Object>> update(
      Step step, boolean ordered) {
    int p = step.parameter();
    return (values, before) -> {
      int state = Records.number(before.orNull()) + 1;
      for (Object value : values) {
        state = (ordered ? 3 * state : state) + Records.number(value);
      }
      if (step.kind() == 2 && Math.floorMod(state, REFUSING_MODULUS) == p % REFUSING_MODULUS) {
        throw new IllegalStateException("refuses the state " + state);
      }
      if (Math.floorMod(state, FORGETTING_MODULUS) == p % FORGETTING_MODULUS) {
        return Optional.empty();
      }
      if (before.orNull() instanceof Cell cell) {
        cell.value = state; // as programs do to save garbage
        return before;
      }
      return Optional.of(p % 2 == 0 ? (Object) state : new Cell(state));
    };
  }

  /** What a mapping function does with the state of a key. */
  enum Change {
    LEAVE,
    SET,
    REMOVE
  }

  /** What a mapping function does with a record. */
  record Mapped(Change change, @Nullable Object state, @Nullable Object result) {}

  /**
   * What a function for {@code mapWithState} does with a record.
   *
   * @param before null if there is no state
   * @param ordered whether it may tell in which order the records of a key come
   */
  static Mapped map(
      Step step, Object key, @Nullable Object value, @Nullable Object before, boolean ordered) {
    int p = step.parameter();
    int number = Records.number(value);
    int known = Records.number(before);
    int state = ordered ? 3 * known + number : known + 1;
    if (Math.floorMod(state, 5 * REFUSING_MODULUS) == p % 97) {
      throw new IllegalStateException("refuses the key " + key);
    }
    if (Math.floorMod(state, FORGETTING_MODULUS) == p % FORGETTING_MODULUS) {
      return new Mapped(Change.REMOVE, null, new Tuple2<>(key, -state));
    }
    if (Math.floorMod(ordered ? number : known, 4) == 2) {
      return new Mapped(Change.LEAVE, null, state % 4 == 0 ? null : new Tuple2<>(key, known));
    }
    Object after = p % 2 == 0 ? (Object) state : new Cell(state);
    return new Mapped(Change.SET, after, new Tuple2<>(key, after));
  }

  /** What it makes of a key that times out. */
  static Object timeOut(Object key, @Nullable Object state) {
    return new Tuple2<>(key, -1000 - Records.number(state));
  }

  /** Whether the function says itself if there is a result, or null is one. */
  static boolean mayGiveNothing(Step step) {
    return step.form() % 2 == 1;
  }

  /** Which results of a window with an inverse function are kept. */
  static Function<Tuple2<Object, Object>, Boolean> keep(Step step) {
    return switch (step.kind()) {
      case 0 -> pair -> true;
      case 1 -> pair -> Records.number(pair._2()) != 0;
      default -> pair -> Records.accept(step.form()).call(pair);
    };
  }

  /** How the values of a key in a window are reduced. */
  static Function2<Object, Object, Object> reduce(Step step, boolean ordered) {
    return switch (step.kind()) {
      case 0 -> Records::add;
      case 1 -> ordered ? Records::last : Records::add;
      default -> Records::refuseToAdd;
    };
  }
}
