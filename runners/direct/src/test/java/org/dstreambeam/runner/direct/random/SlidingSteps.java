// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.runner.direct.random.ShuffleSimulator.Input;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The steps that look at more than one batch, in the last of these: every result from the batches
 * of the input, and from the results before where it is defined by them.
 *
 * @param batches of each batch so far the streams
 */
record SlidingSteps(
    ProgramSpec program, List<@Nullable Target> partitioners, List<List<List<Partition>>> batches) {

  private static final Function2<Object, Object, Object> ADD = (l, r) -> (Long) l + (Long) r;
  private static final Function2<Object, Object, Object> SUBTRACT = (l, r) -> (Long) l - (Long) r;

  List<Partition> compute(Step step, int stream) {
    boolean ordered = program.isOrdered(step.input());
    return switch (step.operation()) {
      case REDUCE_ALL_WINDOW ->
          values(WindowSimulator.reduce(keyed(step, r -> r, window(step)), one(), Records::add));
      case REDUCE_ALL_INVERSE_WINDOW ->
          inverseOfAll(step, stream, r -> r, Records::add, Records::subtract);
      case COUNT_WINDOW -> inverseOfAll(step, stream, r -> 1L, ADD, SUBTRACT);
      case COUNT_BY_VALUE_WINDOW -> countByValue(step, stream);
      case REDUCE_WINDOW ->
          WindowSimulator.reduce(
              pairs(step, window(step)), Target.of(step), States.reduce(step, ordered));
      case INVERSE_WINDOW ->
          WindowSimulator.inverse(
              before(step, stream),
              pairs(step, left(step)),
              pairs(step, came(step)),
              Target.of(step),
              Records::add,
              Records::subtract,
              States.keep(step));
      case GROUP_WINDOW -> group(step);
      case UPDATE_STATE -> update(step, stream);
      case MAP_WITH_STATE -> mapped(step).results();
      case SNAPSHOTS ->
          mapped(program.looksIntoInput(stream) ? program.stepOf(step.input()) : step).snapshots();
      default -> throw new IllegalArgumentException("looks at one batch: " + step);
    };
  }

  /** The number of this batch, 1 for the first. */
  private int now() {
    return batches.size();
  }

  private int parentSlide(Step step) {
    return program.slideOf(step.input());
  }

  private int slide(Step step) {
    return step.windowSlide() * parentSlide(step);
  }

  private int length(Step step) {
    return step.windowLength() * parentSlide(step);
  }

  private List<Integer> window(Step step) {
    return numbers(step, now() - length(step) + parentSlide(step), now());
  }

  private List<Integer> left(Step step) {
    int end = now() - length(step);
    return numbers(step, end - slide(step) + parentSlide(step), end);
  }

  private List<Integer> came(Step step) {
    return numbers(step, now() - slide(step) + parentSlide(step), now());
  }

  /** The numbers of the batches of its input among these. */
  private List<Integer> numbers(Step step, int first, int last) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = first; number <= last; number += parentSlide(step)) {
      if (number > 0) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private List<Partition> input(Step step, int number) {
    return batches.get(number - 1).get(step.input());
  }

  private List<Input> pairs(Step step, List<Integer> numbers) {
    int input = step.input();
    return numbers.stream()
        .map(
            number ->
                MicroBatchSimulator.pairs(
                    input(step, number),
                    program.isPairs(input),
                    partitioners.get(input),
                    program.isOrdered(input)))
        .toList();
  }

  /** The results of the slide before. */
  private List<Partition> before(Step step, int stream) {
    int number = now() - slide(step);
    return number > 0 ? batches.get(number - 1).get(stream) : List.of();
  }

  private static Target one() {
    return Target.hash(1);
  }

  /** All records, or what stands for them, under one key. */
  private List<Input> keyed(Step step, Function<Object, Object> value, List<Integer> numbers) {
    boolean ordered = program.isOrdered(step.input());
    return numbers.stream()
        .map(number -> new Input(underOneKey(input(step, number), ordered, value), null, ordered))
        .toList();
  }

  private static List<Partition> underOneKey(
      List<Partition> partitions, boolean ordered, Function<Object, Object> value) {
    return TaskSimulator.flatMap(
        partitions, ordered, TaskSimulator.one(r -> new Tuple2<>("all", value.call(r))));
  }

  private static List<Partition> values(List<Partition> pairs) {
    return TaskSimulator.flatMap(
        pairs, true, TaskSimulator.one(pair -> ((Tuple2<?, ?>) pair)._2()));
  }

  private List<Partition> inverseOfAll(
      Step step,
      int stream,
      Function<Object, Object> value,
      Function2<Object, Object, Object> add,
      Function2<Object, Object, Object> subtract) {
    return values(
        WindowSimulator.inverse(
            underOneKey(before(step, stream), true, r -> r),
            keyed(step, value, left(step)),
            keyed(step, value, came(step)),
            one(),
            add,
            subtract,
            pair -> true));
  }

  static Target countByValueTarget(Step step) {
    return Target.hash(step.form() % 2 == 0 ? ProgramSpec.DEFAULT_PARALLELISM : step.dealtTo());
  }

  private List<Partition> countByValue(Step step, int stream) {
    return WindowSimulator.inverse(
        before(step, stream),
        ones(step, left(step)),
        ones(step, came(step)),
        countByValueTarget(step),
        ADD,
        SUBTRACT,
        pair -> (Long) pair._2() != 0);
  }

  private List<Input> ones(Step step, List<Integer> numbers) {
    Function<Object, Object> number = Records.multiplyAndAdd(step.parameter());
    boolean ordered = program.isOrdered(step.input());
    return numbers.stream()
        .map(
            batch ->
                TaskSimulator.flatMap(
                    input(step, batch),
                    ordered,
                    TaskSimulator.one(r -> new Tuple2<>(number.call(r), 1L))))
        .map(ones -> new Input(ones, null, false))
        .toList();
  }

  private List<Partition> group(Step step) {
    boolean ordered = program.isOrdered(step.input());
    return ShuffleSimulator.together(
        pairs(step, window(step)),
        Target.of(step),
        groups -> {
          List<Object> all = new ArrayList<>();
          groups.forEach(all::addAll);
          return List.of(Records.listed(all, ordered));
        });
  }

  private List<Partition> update(Step step, int stream) {
    int before = now() - parentSlide(step);
    return StateSimulator.update(
        step,
        pairs(step, List.of(now())).get(0),
        before > 0 ? batches.get(before - 1).get(stream) : null,
        Target.of(step));
  }

  private StateSimulator.Mapped mapped(Step step) {
    List<Input> all = pairs(step, numbers(step, parentSlide(step), now()));
    return StateSimulator.map(step, all, Target.of(step));
  }
}
