// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line of the harness.
 *
 * @param benchmark the name of a measure or of a group of measures
 * @param brief fewer batches and shorter times
 */
record Options(String benchmark, int rounds, boolean brief, List<Engine> engines) {

  private static final int DEFAULT_ROUNDS = 3;

  static Options parse(String... arguments) {
    List<String> benchmarks = new ArrayList<>();
    int rounds = 0;
    boolean brief = false;
    List<Engine> engines = List.of(Engine.values());
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--short" -> brief = true;
        case "--rounds" -> rounds = positive(value(argument, rest));
        case "--only" ->
            engines = Stream.of(value(argument, rest).split(",", -1)).map(Options::engine).toList();
        default -> benchmarks.add(argument);
      }
    }
    if (benchmarks.size() != 1 || benchmarks.get(0).startsWith("-")) {
      throw new BenchmarkException(
          "Expected the name of one benchmark, for instance word-count; got " + benchmarks);
    }
    if (rounds == 0) {
      rounds = brief ? 1 : DEFAULT_ROUNDS;
    }
    return new Options(benchmarks.get(0), rounds, brief, engines);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new BenchmarkException(option + " needs a value");
    }
    return rest.next();
  }

  private static int positive(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new BenchmarkException("--rounds must be a number from 1 to 9999, got " + text);
    }
    return Integer.parseInt(text);
  }

  private static Engine engine(String text) {
    return Stream.of(Engine.values())
        .filter(engine -> engine.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BenchmarkException(
                    "--only must be of spark, ours, flink and bare, with commas between them, got "
                        + text));
  }
}
