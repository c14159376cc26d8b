// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.List;

/**
 * A program to run, and what to make of its figures.
 *
 * @param program the simple name of a class of {@code org.dstreambeam.benchmarks.app}
 * @param arguments what follows the master among the program's arguments
 * @param engines that it makes sense on
 * @param heap the most that the heap may take, as {@code -Xmx} has it
 */
record Scenario(
    String program,
    List<String> arguments,
    List<Measure> measures,
    List<Engine> engines,
    String heap) {

  private static final String PACKAGE = "org.dstreambeam.benchmarks.app.";
  private static final String HEAP = "2g";

  /** On all engines. */
  Scenario(String program, List<String> arguments, List<Measure> measures) {
    this(program, arguments, measures, List.of(Engine.values()));
  }

  /** With the heap that most programs get. */
  Scenario(String program, List<String> arguments, List<Measure> measures, List<Engine> engines) {
    this(program, arguments, measures, engines, HEAP);
  }

  Scenario withHeap(String size) {
    return new Scenario(program, arguments, measures, engines, size);
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
    return new Scenario(program, arguments, wanted, engines, heap);
  }
}
