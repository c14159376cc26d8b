// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wanted of a {@link LocalFlinkCluster}. */
public final class LocalFlinkClusterBuilder {

  private static final int MOST_TASK_MANAGERS = 32;
  private static final int MOST_SLOTS = 64;

  private int taskManagers = 2;
  private int slots = 2;
  private int heapMegabytes = 384;
  private List<String> jvmOptions = List.of();
  private boolean detached;
  private @Nullable Path directory;
  private final Map<String, String> configuration = new HashMap<>();

  LocalFlinkClusterBuilder() {}

  /** How many TaskManagers start with the cluster. */
  public LocalFlinkClusterBuilder taskManagers(int count) {
    taskManagers = within("TaskManagers", count, 1, MOST_TASK_MANAGERS);
    return this;
  }

  /** How many slots, which is to say parallel instances of a job, each TaskManager has. */
  public LocalFlinkClusterBuilder slots(int count) {
    slots = within("slots", count, 1, MOST_SLOTS);
    return this;
  }

  /** The heap of each TaskManager's JVM, which all its slots share. */
  public LocalFlinkClusterBuilder taskManagerHeap(int megabytes) {
    heapMegabytes =
        within("megabytes of heap", megabytes, ClusterConfiguration.LEAST_HEAP_MEGABYTES, 65_536);
    return this;
  }

  /**
   * Where configuration, logs and temporary files go: a directory that does not exist, is empty, or
   * was a cluster's before. The logs stay there.
   */
  public LocalFlinkClusterBuilder directory(Path path) {
    directory = path;
    return this;
  }

  /**
   * Sets one of Flink's settings, of the whole cluster. Addresses, the ports of the JobManager,
   * slots, heap and metaspace cannot be set in this way.
   *
   * @throws IllegalArgumentException if {@code key} is one of those
   */
  public LocalFlinkClusterBuilder configuration(String key, String value) {
    ClusterConfiguration.refuseOwn(key);
    configuration.put(key, value);
    return this;
  }

  /** Options of all JVMs, besides those for memory. */
  public LocalFlinkClusterBuilder jvmOptions(String... options) {
    jvmOptions = List.of(options);
    return this;
  }

  LocalFlinkClusterBuilder detached() {
    detached = true;
    return this;
  }

  /**
   * Starts the cluster and waits until all TaskManagers are registered.
   *
   * @throws IllegalStateException if a process ends, if that takes longer than a minute, if another
   *     cluster runs in the directory, or if it holds other files
   */
  @SuppressWarnings("try") // the claim is held, not used
  public LocalFlinkCluster start() {
    Path lib = FlinkJvm.findLib();
    ClusterDirectory place = new ClusterDirectory(directory == null ? temporary() : directory);
    LocalFlinkCluster cluster =
        new LocalFlinkCluster(
            place,
            directory == null,
            ClusterConfiguration.of(place.temporary(), slots, heapMegabytes, configuration),
            new FlinkJvm(place, lib, jvmOptions, detached));
    try (FileChannel claim = place.claim()) {
      cluster.startOrClose(taskManagers);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a cluster in " + place.root(), e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("flink-cluster-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for a cluster", e);
    }
  }

  private static int within(String what, int count, int least, int most) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(
          what + " must be from " + least + " to " + most + ", not " + count);
    }
    return count;
  }
}
