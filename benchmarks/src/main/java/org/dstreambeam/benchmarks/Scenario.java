// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.List;
import java.util.function.Supplier;

/**
 * A program to run, and what to make of its figures.
 *
 * @param program the simple name of a class of {@code org.dstreambeam.benchmarks.app}
 * @param given what follows the master among the program's arguments
 * @param engines that it makes sense on
 * @param heap the most that the heap may take, as {@code -Xmx} has it
 * @param threads for each engine to work with
 */
record Scenario(
    String program,
    Supplier<List<String>> given,
    List<Measure> measures,
    List<Engine> engines,
    String heap,
    int threads) {

  private static final String PACKAGE = "org.dstreambeam.benchmarks.app.";
  private static final String HEAP = "2g";

  /** Leaves room on a machine of four cores. */
  private static final int THREADS = 2;

  /** On all engines. */
  Scenario(String program, List<String> arguments, List<Measure> measures) {
    this(program, arguments, measures, Engine.STREAMING);
  }

  /** With the heap and the threads that most programs get. */
  Scenario(String program, List<String> arguments, List<Measure> measures, List<Engine> engines) {
    this(program, () -> arguments, measures, engines, HEAP, THREADS);
  }

  /**
   * With arguments that are known only when something has been started; not before the scenario is
   * run are they asked for.
   */
  Scenario withArguments(Supplier<List<String>> late) {
    return new Scenario(program, late, measures, engines, heap, threads);
  }

  Scenario withHeap(String size) {
    return new Scenario(program, given, measures, engines, size, threads);
  }

  Scenario withThreads(int number) {
    return new Scenario(program, given, measures, engines, heap, number);
  }

  /** What follows the master among the program's arguments. */
  List<String> arguments() {
    return given.get();
  }

  /** Names the files of its runs: the program, and the measures' group if it has several. */
  String name() {
    return program + "-" + measures.get(0).name();
  }

  String mainClass() {
    return PACKAGE + program;
  }

  /** The scenario with the measures of that name or group only, perhaps none. */
  Scenario only(String nameOrGroup) {
    List<Measure> wanted = measures.stream().filter(measure -> measure.isIn(nameOrGroup)).toList();
    return new Scenario(program, given, wanted, engines, heap, threads);
  }
}
