// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.List;
import org.dstreambeam.benchmarks.Measure.Better;

/** The scenarios of the word count. The arguments are explained in each program's class comment. */
final class WordCountScenarios {

  private WordCountScenarios() {}

  static List<Scenario> all(boolean brief) {
    return List.of(
        new Scenario(
            "WordCountThroughput",
            brief ? List.of("10", "20") : List.of("30", "70"),
            List.of(
                Measure.single("word-count.throughput", "words/s", Better.HIGHER, "throughput"),
                Measure.single("word-count.peak-memory", "MB", Better.LOWER, "peak-memory"))),
        new Scenario(
            "WordCountLatency",
            brief ? List.of("8", "16") : List.of("30", "40"),
            List.of(
                Measure.percentile("word-count.latency.p50", "ms", "latency", 50),
                Measure.percentile("word-count.latency.p95", "ms", "latency", 95))),
        new Scenario(
            "WordCountIdle",
            brief ? List.of("3", "8") : List.of("8", "20"),
            List.of(Measure.single("word-count.idle-cpu", "cores", Better.LOWER, "idle-cpu"))));
  }
}
