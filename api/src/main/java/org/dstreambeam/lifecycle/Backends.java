// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.StreamingBackend;

/**
 * The runners on the class path, and which of them a program runs on.
 *
 * <p>A local program runs on one that keeps no checkpoints, unless it asked to be recovered;
 * {@value #RUNNER} wins over both.
 */
final class Backends {

  /** Names the runner. */
  static final String RUNNER = "spark.dstreambeam.runner";

  private Backends() {}

  /**
   * @param recovers whether the program asked for checkpoints that it can be started from
   * @throws CannotStartException if there is none for it
   */
  static StreamingBackend of(SparkConf conf, String master, boolean recovers) {
    List<StreamingBackend> all = onClassPath();
    List<StreamingBackend> able = all.stream().filter(backend -> backend.runs(master)).toList();
    if (able.isEmpty()) {
      throw new CannotStartException(
          "No runner for master '"
              + master
              + "': use local, local[n], local[*] or flink://host:port, and have a runner for it on"
              + " the class path");
    }
    String wanted = conf.get(RUNNER, "");
    if (!wanted.isEmpty()) {
      return able.stream()
          .filter(backend -> backend.name().equals(wanted))
          .findFirst()
          .orElseThrow(() -> new CannotStartException(notAmong(able, wanted, master)));
    }
    return able.stream()
        .filter(backend -> backend.recovers() == recovers)
        .findFirst()
        .orElse(able.get(0));
  }

  /** The cores of the cluster at {@code master}; empty if there is none. */
  static OptionalInt coresOf(String master) {
    return onClassPath().stream()
        .filter(backend -> backend.runs(master))
        .map(backend -> backend.cores(master))
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  private static String notAmong(List<StreamingBackend> able, String wanted, String master) {
    return RUNNER
        + " is '"
        + wanted
        + "', but master '"
        + master
        + "' can run on: "
        + able.stream().map(StreamingBackend::name).sorted().collect(Collectors.joining(", "));
  }

  private static List<StreamingBackend> onClassPath() {
    ClassLoader ours = StreamingBackend.class.getClassLoader();
    return ServiceLoader.load(StreamingBackend.class, ours).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
