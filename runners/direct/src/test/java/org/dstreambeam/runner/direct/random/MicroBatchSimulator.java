// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.runner.direct.random.Source.Mode;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * What a program should give, batch by batch, by the letter of {@code docs/semantics.md}: lists of
 * lists, every operation from the records of its inputs, every record copied before a function gets
 * it.
 */
final class MicroBatchSimulator {

  private final ProgramSpec program;
  private final List<@Nullable Target> partitioners = new ArrayList<>();

  /** What is known so far: of each batch, the last of which is computed now, the streams. */
  private final List<List<List<Partition>>> batches = new ArrayList<>();

  private List<List<Partition>> streams = new ArrayList<>();

  private MicroBatchSimulator(ProgramSpec program) {
    this.program = program;
    for (int stream = 0; stream < program.streams(); stream++) {
      partitioners.add(partitioner(stream));
    }
  }

  /**
   * Of each batch the partitions of each stream: none where the stream slides by more than a batch
   * and has none at that time.
   */
  static List<List<List<Partition>>> run(ProgramSpec program) {
    MicroBatchSimulator simulator = new MicroBatchSimulator(program);
    for (int batch = 0; batch < program.batches(); batch++) {
      simulator.add(batch);
    }
    return simulator.batches;
  }

  private void add(int batch) {
    streams = new ArrayList<>();
    batches.add(streams);
    for (int stream = 0; stream < program.streams(); stream++) {
      if (program.isSource(stream)) {
        streams.add(source(program.sources().get(stream), batch));
      } else {
        boolean due = program.hasBatch(stream, batch);
        streams.add(due ? compute(program.stepOf(stream), stream) : List.of());
      }
    }
  }

  private @Nullable Target partitioner(int stream) {
    if (program.isSource(stream)) {
      return null;
    }
    Step step = program.stepOf(stream);
    return switch (step.operation()) {
      case COUNT_BY_VALUE -> countByValueTarget(step);
      case COUNT_BY_VALUE_WINDOW -> SlidingSteps.countByValueTarget(step);
      case FILTER, MAP_VALUES, FLAT_MAP_VALUES, WINDOW -> partitioners.get(step.input());
      case UNION -> sharedBy(step.inputs());
      default -> step.operation().shufflesByKey() ? Target.of(step) : null;
    };
  }

  private static List<Partition> source(Source source, int batch) {
    List<List<List<Integer>>> queue = source.batches();
    List<List<Integer>> rdd = new ArrayList<>();
    if (source.mode() == Mode.ALL_AT_ONCE && batch == 0 && !queue.isEmpty()) {
      queue.forEach(rdd::addAll);
    } else if (source.mode() != Mode.ALL_AT_ONCE && batch < queue.size()) {
      rdd = queue.get(batch);
    } else if (source.mode() == Mode.REPEATING && !queue.isEmpty()) {
      rdd = queue.get(0);
    } else {
      rdd.add(List.of());
    }
    List<Partition> partitions = new ArrayList<>();
    for (List<Integer> numbers : rdd) {
      Partition partition = new Partition();
      numbers.forEach(n -> partition.records().add(source.cells() && n != null ? new Cell(n) : n));
      partitions.add(partition);
    }
    return partitions;
  }

  private List<Partition> compute(Step step, int stream) {
    int p = step.parameter();
    return switch (step.operation()) {
      case MAP -> map(step, Records.multiplyAndAdd(p));
      case MAP_TO_CELL -> map(step, Records.intoCell());
      case MAP_IN_PLACE -> map(step, Records.changeInPlace(p));
      case MAP_FAILING -> map(step, Records.failOn(p));
      case MAP_COUNTING -> mapCounting(step);
      case FLAT_MAP -> flatMap(step, Records.repeat(p));
      case FILTER -> flatMap(step, TaskSimulator.keep(Records.accept(p)));
      case PARTITION_TOTALS -> mapPartitions(step, Records.totals(), false);
      case PARTITION_REVERSED -> mapPartitions(step, Records.reversed(), false);
      case PARTITION_HEADER -> mapPartitions(step, Records.withHeader(p), true);
      case TO_PAIR -> map(step, Records.toPair(p)::call);
      case FLAT_MAP_TO_PAIR -> flatMap(step, TaskSimulator.untyped(Records.repeatAsPairs(p)));
      case PARTITION_TO_PAIR ->
          mapPartitions(step, TaskSimulator.untyped(Records.partitionToPairs(p)), false);
      case REDUCE -> reduce(step, Records::add);
      case REDUCE_TO_LAST ->
          reduce(step, program.isOrdered(step.input()) ? Records::last : Records::add);
      case REDUCE_REFUSING -> reduce(step, Records::refuseToAdd);
      case GROUP -> ShuffleSimulator.group(pairs(step, 0), Target.of(step));
      case COUNT_BY_VALUE -> countByValue(step);
      case REDUCE_ALL -> reduceAll(step);
      case GLOM -> mapPartitions(step, glom(program.isOrdered(step.input())), false);
      case REPARTITION ->
          ShuffleSimulator.repartition(
              input(step), program.isOrdered(step.input()) ? step.dealtTo() : 1);
      case MAP_VALUES -> mapValues(step, TaskSimulator.one(Records.multiplyAndAdd(p)));
      case FLAT_MAP_VALUES -> mapValues(step, Records.repeat(p));
      case COGROUP ->
          ShuffleSimulator.together(
              step.operation(), pairs(step, 0), pairs(step, 1), Target.of(step));
      case JOIN, LEFT_JOIN, RIGHT_JOIN, FULL_JOIN ->
          ShuffleSimulator.together(
              step.operation(), plain(pairs(step, 0)), plain(pairs(step, 1)), Target.of(step));
      case COUNT -> count(step);
      case UNION -> union(step);
      case TRANSFORM -> transform(step);
      case WINDOW -> window(step);
      default -> new SlidingSteps(program, partitioners, batches).compute(step, stream);
    };
  }

  private List<Partition> input(Step step) {
    return streams.get(step.input());
  }

  private List<Partition> map(Step step, Function<Object, Object> function) {
    return flatMap(step, TaskSimulator.one(function));
  }

  /** The position counts only where there is an order. */
  private List<Partition> mapCounting(Step step) {
    if (!program.isOrdered(step.input())) {
      return map(step, Records.multiplyAndAdd(0));
    }
    List<Partition> result = new ArrayList<>();
    for (Partition in : input(step)) {
      result.add(TaskSimulator.flatMap(in, true, TaskSimulator.one(Records.addPosition())));
    }
    return result;
  }

  private List<Partition> flatMap(Step step, FlatMapFunction<Object, Object> function) {
    return TaskSimulator.flatMap(input(step), program.isOrdered(step.input()), function);
  }

  private List<Partition> mapPartitions(
      Step step, FlatMapFunction<Iterator<Object>, Object> function, boolean lazy) {
    return TaskSimulator.mapPartitions(input(step), function, lazy);
  }

  private static FlatMapFunction<Iterator<Object>, Object> glom(boolean ordered) {
    return records -> {
      List<Object> list = new ArrayList<>();
      records.forEachRemaining(list::add);
      return List.of(Records.listed(list, ordered)).iterator();
    };
  }

  /** An input as pairs, as ProgramRun declares it. */
  private ShuffleSimulator.Input pairs(Step step, int input) {
    int stream = step.inputs().get(input);
    boolean ordered = program.isOrdered(stream);
    return pairs(streams.get(stream), program.isPairs(stream), partitioners.get(stream), ordered);
  }

  static ShuffleSimulator.Input pairs(
      List<Partition> records, boolean arePairs, @Nullable Target partitioner, boolean ordered) {
    return arePairs
        ? new ShuffleSimulator.Input(records, partitioner, ordered)
        : new ShuffleSimulator.Input(
            TaskSimulator.flatMap(records, ordered, TaskSimulator.one(Records.toPair(0)::call)),
            null,
            ordered);
  }

  private static ShuffleSimulator.Input plain(ShuffleSimulator.Input input) {
    List<Partition> pairs =
        TaskSimulator.flatMap(
            input.pairs(),
            input.ordered(),
            TaskSimulator.ofValue(TaskSimulator.one(Records.plain())));
    return new ShuffleSimulator.Input(pairs, input.partitioner(), input.ordered());
  }

  private List<Partition> mapValues(Step step, FlatMapFunction<Object, Object> function) {
    ShuffleSimulator.Input pairs = pairs(step, 0);
    return TaskSimulator.flatMap(pairs.pairs(), pairs.ordered(), TaskSimulator.ofValue(function));
  }

  private List<Partition> reduce(Step step, Function2<Object, Object, Object> function) {
    return ShuffleSimulator.reduce(pairs(step, 0), Target.of(step), function);
  }

  private List<Partition> countByValue(Step step) {
    Function<Object, Object> number = Records.multiplyAndAdd(step.parameter());
    List<Partition> ones = map(step, record -> new Tuple2<>(number.call(record), 1L));
    return ShuffleSimulator.reduce(
        new ShuffleSimulator.Input(ones, null, false),
        countByValueTarget(step),
        (left, right) -> (Long) left + (Long) right);
  }

  private static Target countByValueTarget(Step step) {
    boolean byDefault = step.parameter() % 2 == 0;
    return Target.hash(byDefault ? ProgramSpec.DEFAULT_PARALLELISM : step.dealtTo());
  }

  private List<Partition> reduceAll(Step step) {
    List<Partition> all = map(step, record -> new Tuple2<>("all", record));
    List<Partition> reduced =
        ShuffleSimulator.reduce(
            new ShuffleSimulator.Input(all, null, false), Target.hash(1), Records::add);
    return TaskSimulator.flatMap(
        reduced, true, TaskSimulator.one(pair -> ((Tuple2<?, ?>) pair)._2()));
  }

  private List<Partition> count(Step step) {
    List<Partition> result = Target.hash(ProgramSpec.DEFAULT_PARALLELISM).newPartitions();
    long count = 0;
    for (Partition in : streams.get(step.input())) {
      result.forEach(out -> out.failures().addAll(in.failures()));
      count += in.records().size();
    }
    result.get(0).records().add(count);
    return result;
  }

  private List<Partition> union(Step step) {
    if (step.inputs().stream().map(program::slideOf).distinct().count() > 1) {
      throw new IllegalArgumentException("a union of streams that slide apart: " + step);
    }
    return oneAfterTheOther(
        step.inputs().stream().map(streams::get).toList(), sharedBy(step.inputs()));
  }

  private List<Partition> transform(Step step) {
    int p = step.parameter();
    boolean ordered = program.isOrdered(step.input());
    List<Partition> kept =
        p % 2 == 0
            ? input(step)
            : TaskSimulator.flatMap(input(step), ordered, TaskSimulator.keep(Records.accept(p)));
    return TaskSimulator.flatMap(kept, ordered, TaskSimulator.one(Records.multiplyAndAdd(p)));
  }

  /** The window ends with this batch, and begins with the program if it is too young. */
  private List<Partition> window(Step step) {
    int parentSlide = program.slideOf(step.input());
    int last = batches.size();
    int first = last - (step.windowLength() - 1) * parentSlide;
    List<List<Partition>> contents = new ArrayList<>();
    for (int number = first; number <= last; number += parentSlide) {
      if (number > 0) {
        contents.add(batches.get(number - 1).get(step.input()));
      }
    }
    return oneAfterTheOther(contents, partitioners.get(step.input()));
  }

  /**
   * @param shared the partitioner that all RDDs share
   */
  private static List<Partition> oneAfterTheOther(
      List<List<Partition>> rdds, @Nullable Target shared) {
    List<Partition> result = new ArrayList<>();
    if (shared != null) {
      result.addAll(shared.newPartitions());
    }
    for (List<Partition> partitions : rdds) {
      for (int i = 0; i < partitions.size(); i++) {
        if (shared == null) {
          result.add(partitions.get(i));
        } else {
          result.get(i).records().addAll(partitions.get(i).records());
          result.get(i).failures().addAll(partitions.get(i).failures());
        }
      }
    }
    return result;
  }

  private @Nullable Target sharedBy(List<Integer> inputs) {
    Target first = partitioners.get(inputs.get(0));
    return inputs.stream().allMatch(i -> Objects.equals(partitioners.get(i), first)) ? first : null;
  }
}
