// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dstreambeam.benchmarks.Measure.Better;

/**
 * How many times more the time for one thing is than that for another: made of two throughputs,
 * round by round.
 *
 * @param name as printed
 * @param small name of the measure to compare with
 * @param large name of the measure that is compared
 */
record Growth(String name, String small, String large) {

  /** The growth on each engine; none if the two measures have not been taken. */
  Optional<Comparison> of(Collection<Comparison> taken) {
    Optional<Comparison> before = find(small, taken);
    Optional<Comparison> after = find(large, taken);
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    Map<Engine, List<Double>> rounds = new EnumMap<>(Engine.class);
    before
        .get()
        .rounds()
        .forEach((engine, values) -> rounds.put(engine, over(values, after.get(), engine)));
    return Optional.of(new Comparison(Measure.single(name, "x", Better.LOWER, name), rounds));
  }

  private static List<Double> over(List<Double> values, Comparison after, Engine engine) {
    List<Double> others = after.rounds().getOrDefault(engine, List.of());
    List<Double> growth = new ArrayList<>();
    for (int round = 0; round < Math.min(values.size(), others.size()); round++) {
      growth.add(values.get(round) / others.get(round));
    }
    return growth;
  }

  private static Optional<Comparison> find(String name, Collection<Comparison> taken) {
    return taken.stream().filter(comparison -> comparison.measure().name().equals(name)).findAny();
  }
}
