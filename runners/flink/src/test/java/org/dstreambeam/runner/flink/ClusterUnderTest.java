// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.Objects;
import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A real cluster of a JobManager and two TaskManagers of two slots each, in JVMs of their own; one
 * for all test classes that ask for it, ended behind the last. Tests leave its slots free.
 */
final class ClusterUnderTest implements BeforeAllCallback {

  static final int SLOTS = 4;

  private static final String KEY = "cluster";

  private @Nullable LocalFlinkCluster started;

  @Override
  public void beforeAll(ExtensionContext context) {
    started =
        context
            .getRoot()
            .getStore(Namespace.create(ClusterUnderTest.class))
            .getOrComputeIfAbsent(KEY, key -> new Held(start()), Held.class)
            .cluster();
  }

  private static LocalFlinkCluster start() {
    return LocalFlinkCluster.builder()
        .taskManagers(2)
        .slots(2)
        .jvmOptions("-XX:TieredStopAtLevel=1") // what runs once is not worth more
        .start();
  }

  LocalFlinkCluster cluster() {
    return Objects.requireNonNull(started, "the cluster starts with the first test");
  }

  /** {@code flink://host:port}. */
  String master() {
    return "flink://" + cluster().master();
  }

  private record Held(LocalFlinkCluster cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.close();
    }
  }
}
