// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.XorShiftRandom;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What brings records of several partitions together. */
final class ShuffleSimulator {

  private ShuffleSimulator() {}

  /** The pairs of a stream on their way into a shuffle, and how that stream is partitioned. */
  record Input(List<Partition> pairs, @Nullable Target partitioner, boolean ordered) {

    boolean isInPlace(Target target) {
      return target.equals(partitioner);
    }
  }

  static List<Partition> reduce(
      Input input, Target target, Function2<Object, Object, Object> function) {
    Function<List<Object>, List<Object>> toOne =
        values -> {
          Object reduced = values.get(0);
          for (Object value : values.subList(1, values.size())) {
            reduced = function.call(reduced, value);
          }
          List<Object> one = new ArrayList<>();
          one.add(reduced);
          return one;
        };
    List<Partition> result = arrive(List.of(input), target);
    if (!input.isInPlace(target)) { // what fails on the way into the shuffle fails it all
      Set<String> failures = new TreeSet<>();
      for (Partition in : input.pairs()) {
        Partition combined = new Partition();
        perKey(List.of(in), combined, groups -> toOne.call(groups.get(0)));
        failures.addAll(combined.failures());
      }
      result.forEach(out -> out.failures().addAll(failures));
    }
    return perKey(List.of(input), target, result, groups -> toOne.call(groups.get(0)));
  }

  static List<Partition> group(Input input, Target target) {
    return perKey(
        List.of(input),
        target,
        arrive(List.of(input), target),
        groups -> List.of(Records.listed(groups.get(0), input.ordered())));
  }

  static List<Partition> together(Operation operation, Input left, Input right, Target target) {
    List<Input> inputs = List.of(left, right);
    Function<List<List<Object>>, List<Object>> values =
        switch (operation) {
          case COGROUP ->
              groups ->
                  List.of(
                      new Tuple2<>(
                          Records.listed(groups.get(0), left.ordered()),
                          Records.listed(groups.get(1), right.ordered())));
          case JOIN -> groups -> product(groups, false, false);
          case LEFT_JOIN -> groups -> product(groups, false, true);
          case RIGHT_JOIN -> groups -> product(groups, true, false);
          default -> groups -> product(groups, true, true);
        };
    return together(inputs, target, values);
  }

  /**
   * Each value of the left group with each of the right one.
   *
   * @param leftIsOptional whether the left values are wrapped, as they are handed out, and an empty
   *     optional stands for none
   */
  private static List<Object> product(
      List<List<Object>> groups, boolean leftIsOptional, boolean rightIsOptional) {
    List<Object> pairs = new ArrayList<>();
    for (Supplier<Object> left : side(groups.get(0), leftIsOptional)) {
      for (Supplier<Object> right : side(groups.get(1), rightIsOptional)) {
        pairs.add(new Tuple2<>(left.get(), right.get()));
      }
    }
    return pairs;
  }

  private static List<Supplier<Object>> side(List<Object> values, boolean optional) {
    if (optional && values.isEmpty()) {
      return List.of(Optional::empty);
    }
    List<Supplier<Object>> side = new ArrayList<>();
    values.forEach(value -> side.add(() -> optional ? Optional.of(value) : value));
    return side;
  }

  /**
   * What becomes of each key, in place or after a shuffle.
   *
   * @param values makes the values of a key from those that each input has
   */
  static List<Partition> together(
      List<Input> inputs, Target target, Function<List<List<Object>>, List<Object>> values) {
    return perKey(inputs, target, arrive(inputs, target), values);
  }

  /** The records where they belong. */
  static List<Partition> deal(Input input, Target target) {
    List<Partition> result = arrive(List.of(input), target);
    for (int index = 0; index < result.size(); index++) {
      result.get(index).records().addAll(sentTo(index, input, target).records());
    }
    return result;
  }

  /** Where a partition begins to deal is Spark's secret, which other tests know. */
  static List<Partition> repartition(List<Partition> partitions, int count) {
    List<Partition> result = Target.hash(count).newPartitions();
    for (int index = 0; index < partitions.size(); index++) {
      Partition in = partitions.get(index);
      result.forEach(out -> out.failures().addAll(in.failures()));
      Random random = new XorShiftRandom(index);
      int position = random.nextInt(count);
      for (Object record : in.records()) {
        result.get(++position % count).records().add(record);
      }
    }
    return result;
  }

  /** New partitions, with what the inputs failed with: a shuffle spreads it to all. */
  private static List<Partition> arrive(List<Input> inputs, Target target) {
    List<Partition> result = target.newPartitions();
    for (Input input : inputs) {
      for (int i = 0; i < input.pairs().size(); i++) {
        Set<String> failures = input.pairs().get(i).failures();
        if (input.isInPlace(target)) {
          result.get(i).failures().addAll(failures);
        } else {
          result.forEach(out -> out.failures().addAll(failures));
        }
      }
    }
    return result;
  }

  private static List<Partition> perKey(
      List<Input> inputs,
      Target target,
      List<Partition> result,
      Function<List<List<Object>>, List<Object>> values) {
    for (int index = 0; index < result.size(); index++) {
      List<Partition> sent = new ArrayList<>();
      for (Input input : inputs) {
        sent.add(sentTo(index, input, target));
      }
      perKey(sent, result.get(index), values);
    }
    return result;
  }

  private static Partition sentTo(int index, Input input, Target target) {
    Partition here = new Partition();
    for (Partition in : input.pairs()) {
      for (Object pair : in.records()) {
        if (target.of(((Tuple2<?, ?>) pair)._1()) == index) {
          here.records().add(pair);
        }
      }
    }
    return here;
  }

  /**
   * @param inputs of each input the pairs that belong to one partition
   */
  private static void perKey(
      List<Partition> inputs, Partition out, Function<List<List<Object>>, List<Object>> values) {
    Map<Object, List<List<Object>>> keys = new LinkedHashMap<>();
    for (int input = 0; input < inputs.size(); input++) {
      for (Object record : inputs.get(input).records()) {
        Tuple2<?, ?> pair = (Tuple2<?, ?>) Records.copyOf(record);
        keys.computeIfAbsent(
                pair._1(),
                key -> inputs.stream().<List<Object>>map(any -> new ArrayList<>()).toList())
            .get(input)
            .add(pair._2());
      }
    }
    keys.forEach(
        (key, groups) -> {
          try {
            values.call(groups).forEach(value -> out.records().add(new Tuple2<>(key, value)));
          } catch (Exception e) {
            out.fail(e);
          }
        });
  }
}
