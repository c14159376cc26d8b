// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing program smaller as long as it fails: fewer batches, outputs, operations, inputs
 * of unions, shorter windows, fewer RDDs, partitions and records. Greedy, the big cuts first.
 */
final class Minimiser {

  private final Predicate<ProgramSpec> fails;
  private int attempts;

  private Minimiser(Predicate<ProgramSpec> fails, int attempts) {
    this.fails = fails;
    this.attempts = attempts;
  }

  /**
   * A smallest program found, perhaps {@code program} itself.
   *
   * @param attempts how many programs are tried at most
   */
  static ProgramSpec minimise(ProgramSpec program, Predicate<ProgramSpec> fails, int attempts) {
    return new Minimiser(fails, attempts).minimise(program);
  }

  private ProgramSpec minimise(ProgramSpec program) {
    ProgramSpec best = program;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (ProgramSpec candidate : candidates(best)) {
        if (attempts-- <= 0) {
          return best;
        }
        if (candidate.size() < best.size() && fails.test(candidate)) {
          best = candidate;
          smaller = true;
          break;
        }
      }
    }
    return best;
  }

  static List<ProgramSpec> candidates(ProgramSpec program) {
    List<ProgramSpec> all = new ArrayList<>();
    fewerBatches(program, all);
    fewerOutputs(program, all);
    withoutUnread(program, all);
    fewerSteps(program, all);
    fewerInputs(program, all);
    smallerSources(program, all);
    smallerParameters(program, all);
    smallerWindows(program, all);
    all.removeIf(candidate -> !candidate.canBeDeclared());
    return all;
  }

  private static void fewerBatches(ProgramSpec program, List<ProgramSpec> all) {
    for (int batches : new int[] {1, program.batches() / 2, program.batches() - 1}) {
      if (batches > 0) {
        all.add(new ProgramSpec(program.sources(), program.steps(), program.outputs(), batches));
      }
    }
  }

  private static void fewerOutputs(ProgramSpec program, List<ProgramSpec> all) {
    for (int i = 0; i < program.outputs().size() && program.outputs().size() > 1; i++) {
      List<Integer> outputs = without(program.outputs(), i);
      all.add(new ProgramSpec(program.sources(), program.steps(), outputs, program.batches()));
    }
  }

  /** Drops what no output reads, at once. */
  private static void withoutUnread(ProgramSpec program, List<ProgramSpec> all) {
    boolean[] read = program.read();
    ProgramSpec result = program;
    for (int stream = program.streams() - 1; stream >= 0; stream--) {
      if (!read[stream]) {
        result = withoutStream(result, stream, stream);
      }
    }
    all.add(result);
  }

  private static void fewerSteps(ProgramSpec program, List<ProgramSpec> all) {
    for (int stream = program.streams() - 1; stream >= program.sources().size(); stream--) {
      for (int input : program.stepOf(stream).inputs()) {
        all.add(withoutStream(program, stream, input));
      }
    }
  }

  /** Takes a stream out; who read it reads {@code replacement}, an earlier one. */
  private static ProgramSpec withoutStream(ProgramSpec program, int stream, int replacement) {
    List<Source> sources = program.sources();
    List<Step> steps = program.steps();
    if (program.isSource(stream)) {
      sources = without(sources, stream);
    } else {
      steps = without(steps, stream - sources.size());
    }
    return new ProgramSpec(
        sources,
        steps.stream()
            .map(step -> step.withInputs(in -> renumber(in, stream, replacement)))
            .toList(),
        program.outputs().stream().map(out -> renumber(out, stream, replacement)).toList(),
        program.batches());
  }

  private static int renumber(int number, int removed, int replacement) {
    int kept = number == removed ? replacement : number;
    return kept > removed ? kept - 1 : kept;
  }

  private static void fewerInputs(ProgramSpec program, List<ProgramSpec> all) {
    for (int i = 0; i < program.steps().size(); i++) {
      Step step = program.steps().get(i);
      for (int input = 0; input < step.inputs().size() && step.inputs().size() > 2; input++) {
        List<Integer> inputs = without(step.inputs(), input);
        all.add(withStep(program, i, new Step(step.operation(), inputs, step.parameter())));
      }
    }
  }

  private static void smallerParameters(ProgramSpec program, List<ProgramSpec> all) {
    for (int i = 0; i < program.steps().size(); i++) {
      Step step = program.steps().get(i);
      for (int parameter : new int[] {0, 1, step.parameter() - 1}) {
        if (parameter >= 0 && parameter < step.parameter()) {
          all.add(withStep(program, i, step.withParameter(parameter)));
        }
      }
    }
  }

  /**
   * Windows that slide by less, each by itself and all of a kind at once: a union needs them alike.
   */
  private static void smallerWindows(ProgramSpec program, List<ProgramSpec> all) {
    for (int i = 0; i < program.steps().size(); i++) {
      Step window = program.steps().get(i);
      if (window.operation().slides() && window.windowSlide() > 1) {
        int parameter =
            Step.windowOf(window.windowLength(), window.windowSlide() - 1, window.form());
        all.add(withStep(program, i, window.withParameter(parameter)));
        List<Step> steps =
            program.steps().stream()
                .map(step -> step.isLike(window) ? step.withParameter(parameter) : step)
                .toList();
        all.add(new ProgramSpec(program.sources(), steps, program.outputs(), program.batches()));
      }
    }
  }

  private static ProgramSpec withStep(ProgramSpec program, int index, Step step) {
    List<Step> steps = with(program.steps(), index, step);
    return new ProgramSpec(program.sources(), steps, program.outputs(), program.batches());
  }

  private static void smallerSources(ProgramSpec program, List<ProgramSpec> all) {
    for (int i = 0; i < program.sources().size(); i++) {
      Source source = program.sources().get(i);
      for (List<List<List<Integer>>> batches : smallerBatches(source.batches())) {
        List<Source> sources = with(program.sources(), i, source.withBatches(batches));
        all.add(new ProgramSpec(sources, program.steps(), program.outputs(), program.batches()));
      }
    }
  }

  /** Without an RDD, with an RDD that is empty, without a partition, without a record. */
  private static List<List<List<List<Integer>>>> smallerBatches(List<List<List<Integer>>> batches) {
    List<List<List<List<Integer>>>> all = new ArrayList<>();
    for (int b = batches.size() - 1; b >= 0; b--) {
      all.add(without(batches, b));
      all.add(with(batches, b, List.of()));
    }
    for (int b = 0; b < batches.size(); b++) {
      List<List<Integer>> rdd = batches.get(b);
      for (int p = 0; p < rdd.size(); p++) {
        all.add(with(batches, b, without(rdd, p)));
        for (int r = 0; r < rdd.get(p).size(); r++) {
          all.add(with(batches, b, with(rdd, p, without(rdd.get(p), r))));
        }
      }
    }
    return all;
  }

  private static <T> List<T> without(List<T> list, int index) {
    List<T> copy = new ArrayList<>(list);
    copy.remove(index);
    return copy;
  }

  private static <T> List<T> with(List<T> list, int index, T element) {
    List<T> copy = new ArrayList<>(list);
    copy.set(index, element);
    return copy;
  }
}
