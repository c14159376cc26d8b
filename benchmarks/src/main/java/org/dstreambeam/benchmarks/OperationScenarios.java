// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.benchmarks.Measure.Better;

/** The scenarios of single operations: how many records of the input pass them in a second. */
final class OperationScenarios {

  private static final List<String> OPERATIONS =
      List.of("narrow", "groupByKey", "join", "foreachPartition", "distinct-keys");

  private OperationScenarios() {}

  static List<Scenario> all(boolean brief) {
    List<Scenario> scenarios = new ArrayList<>();
    for (String operation : OPERATIONS) {
      scenarios.add(
          new Scenario(
              "OperationThroughput",
              brief ? List.of(operation, "8", "12") : List.of(operation, "20", "30"),
              List.of(
                  Measure.single(
                      "operations." + operation, "records/s", Better.HIGHER, "throughput"))));
    }
    return scenarios;
  }
}
