// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * A program as data.
 *
 * @param outputs numbers of the streams that are recorded, in order of declaration
 * @param batches how many batches are looked at
 */
record ProgramSpec(List<Source> sources, List<Step> steps, List<Integer> outputs, int batches) {

  /** {@code spark.default.parallelism}: another number than there are threads. */
  static final int DEFAULT_PARALLELISM = 3;

  ProgramSpec {
    sources = List.copyOf(sources);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }

  /** Both programs as one, their streams numbered anew: this one's outputs come first. */
  ProgramSpec beside(ProgramSpec other) {
    int ours = sources.size();
    int theirs = other.sources.size();
    IntUnaryOperator thisAnew = stream -> stream < ours ? stream : stream + theirs;
    IntUnaryOperator otherAnew =
        stream -> stream < theirs ? stream + ours : stream + ours + steps.size();
    return new ProgramSpec(
        concat(sources, other.sources),
        concat(
            steps.stream().map(step -> step.withInputs(thisAnew)).toList(),
            other.steps.stream().map(step -> step.withInputs(otherAnew)).toList()),
        concat(
            outputs.stream().map(thisAnew::applyAsInt).toList(),
            other.outputs.stream().map(otherAnew::applyAsInt).toList()),
        Math.max(batches, other.batches));
  }

  private static <T> List<T> concat(List<T> left, List<T> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }

  int streams() {
    return sources.size() + steps.size();
  }

  /** The step that makes a stream that is no source. */
  Step stepOf(int stream) {
    return steps.get(stream - sources.size());
  }

  boolean isSource(int stream) {
    return stream < sources.size();
  }

  /** How many batches lie between those of the stream. */
  int slideOf(int stream) {
    if (isSource(stream)) {
      return 1;
    }
    Step step = stepOf(stream);
    int slide = slideOf(step.input());
    return step.operation().slides() ? slide * step.windowSlide() : slide;
  }

  /**
   * Whether the stream has a batch.
   *
   * @param batch 0 for the first
   */
  boolean hasBatch(int stream, int batch) {
    return (batch + 1) % slideOf(stream) == 0;
  }

  /** Whether the stream shows the states of the {@code mapWithState} that it is over. */
  boolean looksIntoInput(int stream) {
    Step step = stepOf(stream);
    return step.operation() == Operation.SNAPSHOTS
        && !isSource(step.input())
        && stepOf(step.input()).operation() == Operation.MAP_WITH_STATE;
  }

  /** Whether streams that meet slide alike. */
  boolean canBeDeclared() {
    return steps.stream()
        .allMatch(step -> step.inputs().stream().map(this::slideOf).distinct().count() == 1);
  }

  /** Whether the stream is declared as one of pairs. */
  boolean isPairs(int stream) {
    if (isSource(stream)) {
      return false;
    }
    Step step = stepOf(stream);
    return switch (step.operation()) {
      case FILTER, REPARTITION, UNION, WINDOW -> step.inputs().stream().allMatch(this::isPairs);
      default -> step.operation().makesPairs();
    };
  }

  /** Whether the order of the records within partitions is promised. */
  boolean isOrdered(int stream) {
    if (isSource(stream)) {
      return true;
    }
    Step step = stepOf(stream);
    return switch (step.operation()) {
      case COUNT,
          PARTITION_TOTALS,
          REDUCE_ALL,
          GLOM,
          REDUCE_ALL_WINDOW,
          REDUCE_ALL_INVERSE_WINDOW,
          COUNT_WINDOW ->
          true;
      case SNAPSHOTS -> false;
      case MAP_WITH_STATE -> step.timeout() == 0 && isOrdered(step.input());
      default ->
          !step.operation().shufflesByKey() && step.inputs().stream().allMatch(this::isOrdered);
    };
  }

  /** The streams that outputs are computed from, outputs included. */
  boolean[] read() {
    boolean[] read = new boolean[streams()];
    outputs.forEach(output -> read[output] = true);
    for (int stream = streams() - 1; stream >= sources.size(); stream--) {
      if (read[stream]) {
        stepOf(stream).inputs().forEach(input -> read[input] = true);
      }
    }
    return read;
  }

  /** The smaller it is, the easier to understand. */
  int size() {
    int records =
        sources.stream()
            .flatMap(source -> source.batches().stream())
            .mapToInt(rdd -> 1 + rdd.size() + rdd.stream().mapToInt(List::size).sum())
            .sum();
    int inputs = steps.stream().mapToInt(step -> step.inputs().size()).sum();
    int parameters = steps.stream().mapToInt(Step::parameter).sum();
    return records + inputs + parameters + steps.size() + sources.size() + outputs.size() + batches;
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    for (int stream = 0; stream < streams(); stream++) {
      Object what = isSource(stream) ? sources.get(stream) : stepOf(stream);
      lines.add("  stream " + stream + " = " + what);
    }
    lines.add("  outputs of streams " + outputs + ", " + batches + " batches");
    return String.join("\n", lines);
  }
}
