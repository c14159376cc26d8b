// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.Optional;
import org.dstreambeam.runner.direct.random.ShuffleSimulator.Input;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What remembers keys, from the records of all batches so far. */
final class StateSimulator {

  private StateSimulator() {}

  /**
   * @param before the states that the batch before led to; null at the first batch
   */
  static List<Partition> update(
      Step step, Input input, @Nullable List<Partition> before, Target target) {
    List<Partition> known = before;
    if (known == null) {
      known = target.newPartitions();
      if (step.hasInitialStates()) {
        deal(States.INITIAL, target, known);
      }
    }
    var function = States.update(step, input.ordered());
    List<Partition> after =
        ShuffleSimulator.together(
            List.of(input, new Input(known, target, true)),
            target,
            groups -> {
              List<Object> states = groups.get(1);
              Optional<Object> state =
                  states.isEmpty() ? Optional.empty() : Optional.of(states.get(0));
              Optional<Object> next = function.call(groups.get(0), state);
              return next.isPresent() ? List.of(next.get()) : List.of();
            });
    return orStillFailed(known, after);
  }

  /** A state that could not be computed is not known later on, either. */
  static List<Partition> orStillFailed(List<Partition> before, List<Partition> after) {
    List<Partition> result = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      boolean failed = i < before.size() && before.get(i).failed();
      result.add(failed ? new Partition(List.of(), before.get(i).failures()) : after.get(i));
    }
    return result;
  }

  private static void deal(
      List<List<Tuple2<Object, Object>>> pairs, Target target, List<Partition> partitions) {
    if (!partitions.isEmpty()) {
      pairs.forEach(
          part -> part.forEach(pair -> partitions.get(target.of(pair._1())).records().add(pair)));
    }
  }

  /** What a batch of {@code mapWithState} leads to. */
  record Mapped(List<Partition> results, List<Partition> snapshots) {}

  /** A state, and the number of the batch that it was last set in. */
  private record Timed(@Nullable Object state, int set) {}

  /**
   * The last of the batches.
   *
   * @param batches the records of all so far
   */
  static Mapped map(Step step, List<Input> batches, Target target) {
    List<Partition> initial = target.newPartitions();
    if (step.hasInitialStates()) {
      deal(States.INITIAL, target, initial);
    }
    List<List<Partition>> arrived =
        batches.stream().map(batch -> ShuffleSimulator.deal(batch, target)).toList();
    Mapped last = new Mapped(target.newPartitions(), target.newPartitions());
    for (int partition = 0; partition < target.partitions(); partition++) {
      int index = partition;
      map(
          step,
          initial.get(partition),
          arrived.stream().map(batch -> batch.get(index)).toList(),
          batches.get(0).ordered(),
          last.results().get(partition),
          last.snapshots().get(partition));
    }
    return last;
  }

  private static void map(
      Step step,
      Partition initial,
      List<Partition> batches,
      boolean ordered,
      Partition results,
      Partition snapshot) {
    Map<Object, Timed> states = new LinkedHashMap<>();
    for (Object pair : initial.records()) {
      states.put(((Tuple2<?, ?>) pair)._1(), new Timed(((Tuple2<?, ?>) pair)._2(), 1));
    }
    for (int number = 1; number <= batches.size() && !results.failed(); number++) {
      results.records().clear();
      Partition batch = batches.get(number - 1);
      results.failures().addAll(batch.failures());
      for (Object pair : batch.records()) {
        try {
          map(step, (Tuple2<?, ?>) Records.copyOf(pair), number, ordered, states, results);
        } catch (RuntimeException e) {
          results.fail(e);
          if (ordered) {
            break;
          }
        }
      }
      if (!results.failed() && step.timeout() > 0 && number % step.checkpointInterval() == 0) {
        timeOut(step, number, states, results);
      }
    }
    snapshot.failures().addAll(results.failures());
    states.forEach((key, timed) -> snapshot.records().add(new Tuple2<>(key, timed.state())));
  }

  private static void map(
      Step step,
      Tuple2<?, ?> pair,
      int number,
      boolean ordered,
      Map<Object, Timed> states,
      Partition results) {
    Object key = pair._1();
    Timed before = states.get(key);
    Object value = Optional.of(pair._2()).get(); // refuses null, as the API does
    States.Mapped mapped =
        States.map(step, key, value, before == null ? null : before.state(), ordered);
    switch (mapped.change()) {
      case SET -> states.put(key, new Timed(mapped.state(), number));
      case REMOVE -> states.remove(key);
      case LEAVE -> {
        if (before != null && step.timeout() > 0) {
          states.put(key, new Timed(before.state(), number));
        }
      }
    }
    if (mapped.result() != null || !States.mayGiveNothing(step)) {
      results.records().add(Records.copyOf(mapped.result()));
    }
  }

  private static void timeOut(Step step, int number, Map<Object, Timed> states, Partition results) {
    Map<Object, Timed> known = new LinkedHashMap<>(states);
    known.forEach(
        (key, timed) -> {
          if (timed.set() < number - step.timeout()) {
            states.remove(key);
            results.records().add(States.timeOut(key, timed.state()));
          }
        });
  }
}
