// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the benchmark named on the command line: a line of JSON per measure on standard output,
 * progress and errors on standard error. Started by {@code bin/bench}, which builds what it needs.
 */
public final class Bench {

  /** Several times what a run takes; a program that hangs must not hang the harness. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Options options;
  private final Path home;
  private final ChildJvm child;

  private Bench(Options options, Path home) {
    this.options = options;
    this.home = home;
    this.child = new ChildJvm(home.resolve("target/bench"), LIMIT);
  }

  /** The system property {@code bench.home} is the folder of the benchmarks module. */
  public static void main(String[] arguments) {
    try {
      Path home = Path.of(System.getProperty("bench.home", "."));
      Options options = Options.parse(arguments);
      try (KafkaBacklog backlog = KafkaScenarios.backlog(options.brief())) {
        new Bench(options, home).run(backlog);
      }
    } catch (BenchmarkException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(KafkaBacklog backlog) {
    List<Scenario> scenarios =
        Stream.of(
                WordCountScenarios.all(options.brief()),
                OperationScenarios.all(options.brief()),
                IngestScenarios.all(options.brief()),
                KafkaScenarios.all(options.brief(), backlog),
                StateScenarios.all(options.brief()),
                WindowScenarios.all(options.brief()))
            .flatMap(List::stream)
            .map(scenario -> scenario.only(options.benchmark()))
            .filter(scenario -> !scenario.measures().isEmpty())
            .toList();
    if (scenarios.isEmpty()) {
      throw new BenchmarkException("No such benchmark: " + options.benchmark());
    }
    List<Comparison> taken = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      List<Comparison> compared = compare(scenario);
      compared.forEach(comparison -> System.out.println(comparison.toJson()));
      taken.addAll(compared);
    }
    for (Growth growth : WindowScenarios.growths()) {
      growth.of(taken).ifPresent(comparison -> System.out.println(comparison.toJson()));
    }
  }

  /** The engines take turns, round after round. */
  private List<Comparison> compare(Scenario scenario) {
    Map<Measure, Map<Engine, List<Double>>> rounds = new LinkedHashMap<>();
    for (int round = 1; round <= options.rounds(); round++) {
      for (Engine engine : options.engines()) {
        if (!scenario.engines().contains(engine)) {
          continue;
        }
        String name = "%s-%s-%d".formatted(scenario.name(), engine, round);
        System.err.printf("bench: %s (of %d rounds)%n", name, options.rounds());
        Figures figures = child.run(name, engine.command(scenario, home));
        for (Measure measure : scenario.measures()) {
          double value = measure.of(figures);
          System.err.printf("bench:   %s %,.2f %s%n", measure.name(), value, measure.unit());
          rounds
              .computeIfAbsent(measure, key -> new EnumMap<>(Engine.class))
              .computeIfAbsent(engine, key -> new ArrayList<>())
              .add(value);
        }
      }
    }
    return scenario.measures().stream()
        .map(measure -> new Comparison(measure, rounds.getOrDefault(measure, Map.of())))
        .toList();
  }
}
