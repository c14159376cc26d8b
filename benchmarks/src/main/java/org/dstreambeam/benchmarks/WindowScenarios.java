// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.benchmarks.Measure.Better;

/**
 * The scenarios of windows. Their names say how many keys a batch touches, and how many slides make
 * a window.
 */
final class WindowScenarios {

  private static final int KEYS = 10_000;
  private static final List<Integer> LENGTHS = List.of(10, 60, 300);

  private WindowScenarios() {}

  static List<Scenario> all(boolean brief) {
    List<Scenario> scenarios = new ArrayList<>();
    for (String form : List.of("plain", "inverse")) {
      for (int length : LENGTHS) {
        scenarios.add(throughput(form, length, brief));
      }
    }
    scenarios.add(memory("window"));
    scenarios.add(memory("reduceByKeyAndWindow"));
    return scenarios;
  }

  /** What is made of the measures of several scenarios. */
  static List<Growth> growths() {
    return List.of(
        new Growth(
            "windows.plain.10k-keys.growth-10-to-300", name("plain", 10), name("plain", 300)),
        new Growth(
            "windows.inverse.10k-keys.growth-10-to-300",
            name("inverse", 10),
            name("inverse", 300)));
  }

  private static Scenario throughput(String form, int length, boolean brief) {
    boolean slow = form.equals("plain") && length > 100; // on Spark
    return new Scenario(
        "WindowThroughput",
        List.of(
            form,
            Integer.toString(KEYS),
            Integer.toString(length),
            slow ? "6" : brief ? "20" : "40",
            slow ? "10" : "40",
            Intervals.SHORTEST),
        List.of(Measure.single(name(form, length), "slides/s", Better.HIGHER, "throughput")));
  }

  private static String name(String form, int length) {
    return "windows.%s.10k-keys.%d-slides".formatted(form, length);
  }

  private static Scenario memory(String operation) {
    return new Scenario(
        "WindowMemory",
        List.of(operation, Integer.toString(KEYS), "60", Intervals.UNHURRIED),
        List.of(
            Measure.single(
                "windows.memory.%s.10k-keys.60-slides".formatted(operation),
                "copies",
                Better.LOWER,
                "copies")));
  }
}
