// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.benchmarks.Measure.Better;

/** The scenarios of Kafka: how fast a topic that is far behind is drained. */
final class KafkaScenarios {

  private static final int PARTITIONS = 4;

  private KafkaScenarios() {}

  static List<Scenario> all(boolean brief, KafkaBacklog backlog) {
    return List.of(
        drain(
            "values",
            Size.of(brief),
            backlog,
            Measure.single("kafka.values", "records/s", Better.HIGHER, "throughput"),
            Measure.single("kafka.peak-memory", "MB", Better.LOWER, "peak-memory")),
        drain(
            "count",
            Size.of(brief),
            backlog,
            Measure.single("kafka.count", "records/s", Better.HIGHER, "throughput")));
  }

  /** What all runs read. */
  static KafkaBacklog backlog(boolean brief) {
    return new KafkaBacklog(PARTITIONS, Size.of(brief).records() / PARTITIONS);
  }

  /** A thread and a consumer for each partition, with an engine and without. */
  private static Scenario drain(String work, Size size, KafkaBacklog backlog, Measure... measures) {
    return new Scenario("KafkaDrain", List.of(), List.of(measures), List.of(Engine.values()))
        .withThreads(PARTITIONS)
        .withArguments(
            () -> {
              List<String> arguments = new ArrayList<>(List.of(work));
              arguments.addAll(backlog.arguments());
              arguments.addAll(size.arguments());
              return arguments;
            });
  }

  /** In records a batch, and in batches. */
  private record Size(long batch, int warmUp, int measured) {

    static Size of(boolean brief) {
      return brief ? new Size(200_000, 4, 8) : new Size(4_000_000, 6, 8);
    }

    long records() {
      return batch * (warmUp + measured);
    }

    List<String> arguments() {
      return List.of(Long.toString(batch), Integer.toString(warmUp), Integer.toString(measured));
    }
  }
}
