// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.List;
import org.dstreambeam.benchmarks.Measure.Better;

/** The scenarios of sources: how fast records get in. */
final class IngestScenarios {

  private IngestScenarios() {}

  static List<Scenario> all(boolean brief) {
    return List.of(
        new Scenario(
                "SocketThroughput",
                brief ? List.of("8", "12") : List.of("20", "30"),
                List.of(
                    Measure.single("socket.throughput", "records/s", Better.HIGHER, "throughput"),
                    Measure.single("socket.peak-memory", "MB", Better.LOWER, "peak-memory")))
            .withHeap("4g"), // genuine Spark runs out of 2 GB
        new Scenario(
            "FilesThroughput",
            sets(brief, "1000", "10000"),
            List.of(
                Measure.single("files.throughput", "records/s", Better.HIGHER, "throughput"),
                Measure.single("files.peak-memory", "MB", Better.LOWER, "peak-memory"))),
        new Scenario(
            "FilesThroughput",
            sets(brief, "1000", "10"),
            List.of(Measure.single("files.small", "files/s", Better.HIGHER, "files"))));
  }

  private static List<String> sets(boolean brief, String files, String lines) {
    return brief ? List.of(files, lines, "1", "2") : List.of(files, lines, "3", "5");
  }
}
