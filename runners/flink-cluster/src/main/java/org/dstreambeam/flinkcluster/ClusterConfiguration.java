// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Flink's settings for one cluster, and the JVM options that go with them.
 *
 * <p>Flink's own scripts work out the memory of a TaskManager. Started without them, it ends at
 * once unless each part is set, so all are.
 *
 * @param settings by key, as they go to the configuration file
 * @param restPort of the JobManager: REST and web UI
 * @param heapMegabytes of each TaskManager's JVM
 */
record ClusterConfiguration(Map<String, String> settings, int restPort, int heapMegabytes) {

  static final String HOST = "127.0.0.1";

  private static final int JOB_MANAGER_HEAP_MEGABYTES = 256;
  private static final int FRAMEWORK_HEAP_MEGABYTES = 64;
  static final int LEAST_HEAP_MEGABYTES = 2 * FRAMEWORK_HEAP_MEGABYTES;

  /**
   * Flink's default. Flink itself fills 35 MB; each Beam job adds some 35 MB, in a class loader of
   * its own that the JVM gives up no earlier than when this limit is reached.
   */
  private static final int METASPACE_MEGABYTES = 256;

  /** With free ports. */
  static ClusterConfiguration of(
      Path temporary, int slots, int heapMegabytes, Map<String, String> wanted) {
    List<Integer> ports = FreePorts.pick(2);
    Map<String, String> settings = new LinkedHashMap<>(defaults());
    settings.putAll(wanted);
    settings.putAll(ownSettings(temporary, slots, heapMegabytes, ports));
    return new ClusterConfiguration(Map.copyOf(settings), ports.get(0), heapMegabytes);
  }

  /**
   * @throws IllegalArgumentException if only the cluster itself can give {@code key} a value
   */
  static void refuseOwn(String key) {
    if (ownSettings(Path.of(""), 0, 0, List.of(0, 0)).containsKey(key)) {
      throw new IllegalArgumentException(
          key + " is decided by the local cluster; leave it out of its configuration");
    }
  }

  /** What the processes, their options and this package rely on. */
  private static Map<String, String> ownSettings(
      Path temporary, int slots, int heapMegabytes, List<Integer> ports) {
    Map<String, String> own = new LinkedHashMap<>();
    // Ports that others must know before the process runs; it chooses all others itself.
    own.put("rest.port", ports.get(0).toString());
    own.put("rest.bind-port", ports.get(0).toString());
    own.put("jobmanager.rpc.port", ports.get(1).toString());
    for (String key :
        List.of(
            "rest.address",
            "rest.bind-address",
            "jobmanager.rpc.address",
            "jobmanager.bind-host",
            "taskmanager.host",
            "taskmanager.bind-host")) {
      own.put(key, HOST);
    }
    own.put("io.tmp.dirs", temporary.toString());
    own.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
    own.put("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MEGABYTES + "m");
    own.put("taskmanager.memory.task.heap.size", heapMegabytes - FRAMEWORK_HEAP_MEGABYTES + "m");
    own.put("taskmanager.memory.jvm-metaspace.size", METASPACE_MEGABYTES + "m");
    return own;
  }

  /** Times are in ms. */
  private static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("taskmanager.cpu.cores", "1.0");
    defaults.put("taskmanager.memory.framework.off-heap.size", "64m");
    defaults.put("taskmanager.memory.task.off-heap.size", "32m");
    defaults.put("taskmanager.memory.network.min", "64m");
    defaults.put("taskmanager.memory.network.max", "64m");
    defaults.put("taskmanager.memory.managed.size", "32m");
    defaults.put("taskmanager.memory.jvm-overhead.min", "64m");
    defaults.put("taskmanager.memory.jvm-overhead.max", "64m");
    // A killed process refuses connections: two heartbeats that fail are enough. The timeout is for
    // one that hangs, and must not take a busy machine for that.
    defaults.put("heartbeat.interval", "500");
    defaults.put("heartbeat.timeout", "30000");
    defaults.put("pekko.ask.timeout", "60 s");
    defaults.put("heartbeat.rpc-failure-threshold", "2");
    // A JobManager that comes back has its TaskManagers within a second or two.
    defaults.put("cluster.registration.initial-timeout", "100");
    defaults.put("cluster.registration.max-timeout", "1000");
    defaults.put("cluster.registration.error-delay", "500");
    defaults.put("cluster.registration.refused-registration-delay", "500");
    // How long after its start the JobManager waits for slots; later, too few are an error at once.
    defaults.put("slot.request.timeout", "20000");
    // How old the state of a job may be that REST tells.
    defaults.put("web.refresh-interval", "500");
    // Threads of a job that end a little later than the job are no reason to fail them.
    defaults.put("classloader.check-leaked-classloader", "false");
    return defaults;
  }

  /**
   * Writes the one file that Flink reads: where both are there it is the older one.
   *
   * @param yaml whether that is {@code config.yaml}, with each value quoted, or {@code
   *     flink-conf.yaml}, which knows no quotes
   */
  void write(Path directory, boolean yaml) throws IOException {
    Path plain = directory.resolve("flink-conf.yaml");
    if (yaml) {
      Files.deleteIfExists(plain);
      Files.writeString(
          directory.resolve("config.yaml"), lines(value -> "'" + value.replace("'", "''") + "'"));
    } else {
      Files.writeString(plain, lines(value -> value));
    }
  }

  private String lines(UnaryOperator<String> written) {
    return settings.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + ": " + written.apply(entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  static List<String> jobManagerMemory() {
    return jvmMemory(JOB_MANAGER_HEAP_MEGABYTES);
  }

  List<String> taskManagerMemory() {
    return jvmMemory(heapMegabytes);
  }

  private static List<String> jvmMemory(int heapMegabytes) {
    return List.of(
        "-Xmx" + heapMegabytes + "m",
        "-XX:MaxMetaspaceSize=" + METASPACE_MEGABYTES + "m",
        "-XX:+UseSerialGC");
  }
}
