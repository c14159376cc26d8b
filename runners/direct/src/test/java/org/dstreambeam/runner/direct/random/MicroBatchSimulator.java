// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.dstreambeam.runner.direct.random.Source.Mode;
import scala.Tuple2;

/**
 * What a program should give, batch by batch, by the letter of {@code docs/semantics.md}: lists of
 * lists, every operation from the records of its inputs, every record copied before a function gets
 * it. A stream's partitioner is a string here, equal if the partitioners are; empty for none.
 */
final class MicroBatchSimulator {

  private final ProgramSpec program;
  private final List<String> partitioners = new ArrayList<>();

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
        streams.add(due ? compute(program.stepOf(stream)) : List.of());
      }
    }
  }

  private String partitioner(int stream) {
    if (program.isSource(stream)) {
      return "";
    }
    Step step = program.stepOf(stream);
    return switch (step.operation()) {
      case REDUCE, REDUCE_TO_LAST, REDUCE_REFUSING -> targetOf(step);
      case FILTER, WINDOW -> partitioners.get(step.input());
      case UNION -> sharedBy(step.inputs());
      default -> "";
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

  private List<Partition> compute(Step step) {
    int p = step.parameter();
    return switch (step.operation()) {
      case MAP -> map(step, Records.multiplyAndAdd(p));
      case MAP_TO_CELL -> map(step, Records.intoCell());
      case MAP_IN_PLACE -> map(step, Records.changeInPlace(p));
      case MAP_FAILING -> map(step, Records.failOn(p));
      case MAP_COUNTING -> mapCounting(step);
      case FLAT_MAP -> flatMap(step, Records.repeat(p));
      case FILTER -> flatMap(step, r -> keepIf(Records.accept(p).call(r), r));
      case PARTITION_TOTALS -> mapPartitions(step, Records.totals(), false);
      case PARTITION_REVERSED -> mapPartitions(step, Records.reversed(), false);
      case PARTITION_HEADER -> mapPartitions(step, Records.withHeader(p), true);
      case TO_PAIR -> map(step, Records.toPair(p)::call);
      case FLAT_MAP_TO_PAIR -> flatMap(step, untyped(Records.repeatAsPairs(p)));
      case PARTITION_TO_PAIR -> mapPartitions(step, untyped(Records.partitionToPairs(p)), false);
      case REDUCE -> reduce(step, Records::add);
      case REDUCE_TO_LAST ->
          reduce(step, program.isOrdered(step.input()) ? Records::last : Records::add);
      case REDUCE_REFUSING -> reduce(step, Records::refuseToAdd);
      case COUNT -> count(step);
      case UNION -> union(step);
      case WINDOW -> window(step);
    };
  }

  private static Iterator<Object> keepIf(boolean keep, Object record) {
    List<Object> kept = new ArrayList<>();
    if (keep) {
      kept.add(record);
    }
    return kept.iterator();
  }

  @SuppressWarnings("unchecked") // pairs are records
  private static <T> FlatMapFunction<T, Object> untyped(
      PairFlatMapFunction<T, Object, Object> function) {
    return value -> (Iterator<Object>) (Iterator<?>) function.call(value);
  }

  private List<Partition> map(Step step, Function<Object, Object> function) {
    return flatMap(step, r -> keepIf(true, function.call(r)));
  }

  /** The position counts only where there is an order. */
  private List<Partition> mapCounting(Step step) {
    if (!program.isOrdered(step.input())) {
      return map(step, Records.multiplyAndAdd(0));
    }
    List<Partition> result = new ArrayList<>();
    for (Partition in : streams.get(step.input())) {
      result.add(flatMap(in, step, perRecord(Records.addPosition())));
    }
    return result;
  }

  private static FlatMapFunction<Object, Object> perRecord(Function<Object, Object> function) {
    return r -> keepIf(true, function.call(r));
  }

  private List<Partition> flatMap(Step step, FlatMapFunction<Object, Object> function) {
    return streams.get(step.input()).stream().map(in -> flatMap(in, step, function)).toList();
  }

  private Partition flatMap(Partition in, Step step, FlatMapFunction<Object, Object> function) {
    Partition out = new Partition();
    out.failures().addAll(in.failures());
    for (Object record : in.records()) {
      try {
        function.call(Records.copyOf(record)).forEachRemaining(out.records()::add);
      } catch (Exception | AssertionError e) {
        out.fail(e);
        if (program.isOrdered(step.input())) {
          break; // else any record may be the first to fail
        }
      }
    }
    return out;
  }

  /**
   * @param lazy whether the function gives out records before it has read them all
   */
  private List<Partition> mapPartitions(
      Step step, FlatMapFunction<Iterator<Object>, Object> function, boolean lazy) {
    List<Partition> result = new ArrayList<>();
    for (Partition in : streams.get(step.input())) {
      Partition out = new Partition();
      out.failures().addAll(in.failures());
      if (lazy || !in.failed()) {
        List<Object> copies = new ArrayList<>();
        in.records().forEach(record -> copies.add(Records.copyOf(record)));
        try {
          function.call(copies.iterator()).forEachRemaining(out.records()::add);
        } catch (Exception e) {
          throw new IllegalStateException("functions of partitions do not fail by themselves", e);
        }
      }
      result.add(out);
    }
    return result;
  }

  private List<Partition> count(Step step) {
    List<Partition> result = newPartitions(ProgramSpec.DEFAULT_PARALLELISM);
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
   * @param shared the partitioner that all RDDs share; empty for none
   */
  private static List<Partition> oneAfterTheOther(List<List<Partition>> rdds, String shared) {
    List<Partition> result = new ArrayList<>();
    if (!shared.isEmpty()) {
      result.addAll(newPartitions(partitionsOf(shared)));
    }
    for (List<Partition> partitions : rdds) {
      for (int i = 0; i < partitions.size(); i++) {
        if (shared.isEmpty()) {
          result.add(partitions.get(i));
        } else {
          result.get(i).records().addAll(partitions.get(i).records());
          result.get(i).failures().addAll(partitions.get(i).failures());
        }
      }
    }
    return result;
  }

  private String sharedBy(List<Integer> inputs) {
    String first = partitioners.get(inputs.get(0));
    return inputs.stream().allMatch(i -> partitioners.get(i).equals(first)) ? first : "";
  }

  private List<Partition> reduce(Step step, Function2<Object, Object, Object> function) {
    String target = targetOf(step);
    List<Partition> pairs = streams.get(step.input());
    if (!program.isPairs(step.input())) { // as ProgramRun does before it reduces
      pairs = map(step, Records.toPair(0)::call);
    }
    List<Partition> result = newPartitions(partitionsOf(target));
    if (target.equals(partitioners.get(step.input())) && program.isPairs(step.input())) {
      for (int i = 0; i < result.size(); i++) {
        result.get(i).failures().addAll(pairs.get(i).failures());
        reduceInto(List.of(result.get(i)), key -> 0, pairs.get(i).records(), function);
      }
      return result;
    }
    Set<String> failures = new TreeSet<>();
    List<Object> all = new ArrayList<>();
    for (Partition in : pairs) { // a function that fails on its way into the shuffle fails it all
      Partition combined = new Partition();
      reduceInto(List.of(combined), key -> 0, in.records(), function);
      failures.addAll(in.failures());
      failures.addAll(combined.failures());
      all.addAll(in.records());
    }
    result.forEach(out -> out.failures().addAll(failures));
    if (!result.isEmpty()) {
      reduceInto(result, key -> partitionOf(key, target), all, function);
    }
    return result;
  }

  private static void reduceInto(
      List<Partition> targets,
      ToIntFunction<Object> partitioner,
      List<Object> pairs,
      Function2<Object, Object, Object> function) {
    Map<Object, List<Object>> groups = new LinkedHashMap<>();
    for (Object record : pairs) {
      Tuple2<?, ?> pair = (Tuple2<?, ?>) Records.copyOf(record);
      groups.computeIfAbsent(pair._1(), key -> new ArrayList<>()).add(pair._2());
    }
    groups.forEach(
        (key, values) -> {
          Partition target = targets.get(partitioner.applyAsInt(key));
          try {
            Object reduced = values.get(0);
            for (Object value : values.subList(1, values.size())) {
              reduced = function.call(reduced, value);
            }
            target.records().add(new Tuple2<>(key, reduced));
          } catch (Exception e) {
            target.fail(e);
          }
        });
  }

  private static List<Partition> newPartitions(int count) {
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partitions.add(new Partition());
    }
    return partitions;
  }

  /** The form of reduceByKey: 0-3 without a number, or with it; otherwise a custom partitioner. */
  private static String targetOf(Step step) {
    int p = step.parameter() % 6;
    return switch (p) {
      case 0 -> "hash " + ProgramSpec.DEFAULT_PARALLELISM;
      case 1, 2, 3 -> "hash " + p;
      case 4 -> "digit 2";
      default -> step.parameter() > 6 ? "hash 0" : "digit 3";
    };
  }

  private static int partitionsOf(String partitioner) {
    return Integer.parseInt(partitioner.substring(partitioner.indexOf(' ') + 1));
  }

  private static int partitionOf(Object key, String partitioner) {
    int partitions = partitionsOf(partitioner);
    if (partitioner.startsWith("digit")) {
      return key == null ? partitions - 1 : Math.abs((Integer) key % 10) / 2 % partitions;
    }
    return key == null ? 0 : Math.floorMod(key.hashCode(), partitions);
  }
}
