// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options that choose a runner and concern a Flink cluster, as settings. */
final class FlinkOptions {

  private static final String MASTER = "spark.master";
  private static final String RUNNER = "spark.dstreambeam.runner";
  private static final String DETACHED = "spark.dstreambeam.flink.detached";
  private static final String JARS = "spark.dstreambeam.flink.jars";

  private static final List<String> RUNNERS = List.of("direct", "flink");

  private FlinkOptions() {}

  /**
   * @throws UsageException if they do not fit the master among the settings
   */
  static void add(@Nullable String runner, boolean detached, Map<String, String> settings) {
    String master = settings.get(MASTER);
    boolean cluster = master != null && master.startsWith("flink://");
    if (runner != null) {
      if (!RUNNERS.contains(runner)) {
        throw new UsageException("--runner " + runner + " is no runner; use direct or flink");
      }
      if (cluster && !runner.equals("flink")) {
        throw new UsageException(
            "--runner " + runner + " cannot run on " + master + "; leave it out, or use flink");
      }
      settings.put(RUNNER, runner);
    }
    if (detached) {
      if (!cluster) {
        throw new UsageException(
            "--detached needs a cluster that the program runs on, not "
                + (master == null ? "the application's own master" : master)
                + "; give --master flink://host:port");
      }
      settings.put(DETACHED, "true");
    }
  }

  /** What a cluster needs of the application; more may be named with {@code --conf}. */
  static void addJars(List<ApplicationJar> jars, Map<String, String> settings) {
    String further = settings.getOrDefault(JARS, "");
    Stream<String> own =
        jars.stream().map(jar -> jar.file().toAbsolutePath().normalize().toString());
    settings.put(
        JARS,
        Stream.concat(own, Stream.of(further))
            .filter(jar -> !jar.isBlank())
            .collect(Collectors.joining(",")));
  }
}
