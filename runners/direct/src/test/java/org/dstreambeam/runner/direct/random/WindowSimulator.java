// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.runner.direct.random.ShuffleSimulator.Input;
import scala.Tuple2;

/** Windows that are reduced by key. */
final class WindowSimulator {

  static final String LOST =
      "Neither previous window has value for key, nor new values found. Are you sure your key"
          + " class hashes consistently?";

  private WindowSimulator() {}

  /** The batches of a window by key, and what each batch comes to. */
  static List<Partition> reduce(
      List<Input> window, Target target, Function2<Object, Object, Object> function) {
    List<Input> reduced = new ArrayList<>();
    for (Input batch : window) {
      List<Partition> partitions = ShuffleSimulator.reduce(batch, target, function);
      reduced.add(new Input(partitions, target, batch.ordered()));
    }
    return ShuffleSimulator.together(
        reduced,
        target,
        groups -> {
          List<Object> values = new ArrayList<>();
          groups.forEach(values::addAll);
          return Collections.singletonList(fold(values, function)); // which may be null
        });
  }

  /**
   * The result before without what has left the window, and with what is new.
   *
   * @param before the result of the last slide
   * @param left the batches that have left the window since
   * @param came the batches that came since
   */
  static List<Partition> inverse(
      List<Partition> before,
      List<Input> left,
      List<Input> came,
      Target target,
      Function2<Object, Object, Object> add,
      Function2<Object, Object, Object> subtract,
      Function<Tuple2<Object, Object>, Boolean> keep) {
    List<Partition> old = reduce(left, target, add);
    List<Partition> fresh = reduce(came, target, add);
    List<Partition> after =
        ShuffleSimulator.together(
            List.of(
                new Input(before, target, false),
                new Input(old, target, false),
                new Input(fresh, target, false)),
            target,
            groups ->
                Collections.singletonList(
                    slide(groups.get(0), groups.get(1), groups.get(2), add, subtract)));
    return StateSimulator.orStillFailed(
        before, TaskSimulator.flatMap(after, false, TaskSimulator.keep(pair -> keep(keep, pair))));
  }

  @SuppressWarnings("unchecked") // the records are pairs
  private static boolean keep(Function<Tuple2<Object, Object>, Boolean> keep, Object pair)
      throws Exception {
    return keep.call((Tuple2<Object, Object>) pair);
  }

  private static Object slide(
      List<Object> before,
      List<Object> old,
      List<Object> fresh,
      Function2<Object, Object, Object> add,
      Function2<Object, Object, Object> subtract)
      throws Exception {
    if (before.isEmpty()) {
      if (fresh.isEmpty()) {
        throw new Exception(LOST);
      }
      return fresh.get(0);
    }
    Object value = before.get(0);
    if (!old.isEmpty()) {
      value = subtract.call(value, old.get(0));
    }
    return fresh.isEmpty() ? value : add.call(value, fresh.get(0));
  }

  private static Object fold(List<Object> values, Function2<Object, Object, Object> function)
      throws Exception {
    Object reduced = values.get(0);
    for (Object value : values.subList(1, values.size())) {
      reduced = function.call(reduced, value);
    }
    return reduced;
  }
}
