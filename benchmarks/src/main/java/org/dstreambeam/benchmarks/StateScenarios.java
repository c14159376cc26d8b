// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dstreambeam.benchmarks.Measure.Better;

/**
 * The scenarios of operations that keep a state. Their names say how many keys a batch touches, and
 * of how many.
 */
final class StateScenarios {

  private static final int SOAK_READINGS = 10;
  private static final String CLOCK = "org.dstreambeam.clock.VirtualBatchClock";

  private StateScenarios() {}

  static List<Scenario> all(boolean brief) {
    return List.of(
        throughput("updateStateByKey", "10k-of-10k", 10_000, 10_000, brief ? "30" : "100", "60"),
        throughput("updateStateByKey", "10k-of-1M", 1_000_000, 10_000, brief ? "5" : "10", "12"),
        throughput("mapWithState", "10k-of-1M", 1_000_000, 10_000, brief ? "20" : "50", "40"),
        soak("updateStateByKey", brief),
        soak("mapWithState", brief));
  }

  private static Scenario throughput(
      String operation, String keys, int live, int touched, String warmUp, String measured) {
    return new Scenario(
        "StateThroughput",
        List.of(
            operation,
            Integer.toString(live),
            Integer.toString(touched),
            warmUp,
            measured,
            Intervals.SHORTEST),
        List.of(
            Measure.single(
                "state.%s.%s".formatted(operation, keys),
                "batches/s",
                Better.HIGHER,
                "throughput")));
  }

  /** The heap at the first batch and at each tenth of the batches: a table, line by line. */
  private static Scenario soak(String operation, boolean brief) {
    int keys = brief ? 100_000 : 1_000_000;
    int batches = brief ? 200 : 1_000;
    String group = "state.soak.%s.%s".formatted(operation, brief ? "1k-of-100k" : "10k-of-1M");
    List<Measure> readings = new ArrayList<>();
    readings.add(heap(group, "first"));
    IntStream.rangeClosed(1, SOAK_READINGS)
        .mapToObj(tenth -> heap(group, Integer.toString(tenth * batches / SOAK_READINGS)))
        .forEach(readings::add);
    return new Scenario(
        "StateSoak",
        List.of(operation, Integer.toString(keys), Integer.toString(batches), CLOCK),
        readings,
        List.of(Engine.OURS));
  }

  private static Measure heap(String group, String batch) {
    return Measure.single(
        "%s.heap.%s".formatted(group, batch), "MB", Better.LOWER, "heap." + batch);
  }
}
