// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster on the loopback address: a JobManager and some TaskManagers, each a JVM of its
 * own that can be killed and replaced.
 *
 * <pre>
 *   try (LocalFlinkCluster cluster = LocalFlinkCluster.builder().taskManagers(2).slots(2).start()) {
 *     run("--master", "flink://" + cluster.master());
 *     cluster.taskManagers().get(0).kill();
 *     cluster.startTaskManager();
 *   }
 * </pre>
 *
 * <p>Methods that start something return when it is registered, and throw with the end of its log
 * when it dies or takes longer than a minute. {@link #close()} leaves no process behind, nor does
 * the end of this JVM, unless that is killed. Only processes that were started here are ever
 * touched.
 *
 * <p><b>Where Flink is.</b> Nobody who depends on this module gets Flink on the class path; the
 * processes have one of their own, {@code runners/flink-cluster/target/cluster/lib}, which the
 * module's build fills in the phase {@code process-resources}. Tests of other modules take a
 * dependency of scope {@code test} on {@code dstream-beam-flink-cluster}, so that this module is
 * built before theirs, and need nothing else: the root pom hands them the place in the system
 * property {@code flink.cluster.lib}. Without the property it is looked for beside the folder or
 * jar that this class is loaded from, which is right in an IDE.
 */
public final class LocalFlinkCluster implements AutoCloseable {

  private static final String JOB_MANAGER = "jobmanager";
  private static final String TASK_MANAGER_PREFIX = "tm-";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ClusterDirectory directory;
  private final boolean deletesDirectory;
  private final ClusterConfiguration configuration;
  private final FlinkJvm jvm;
  private final ClusterRest rest;
  private final Thread killer = new Thread(this::killAll, "flink-cluster-killer");

  private final List<ClusterProcess> taskManagers = new CopyOnWriteArrayList<>();
  private volatile @Nullable ClusterProcess jobManager;
  private int lastTaskManager;
  private boolean closed;

  LocalFlinkCluster(
      ClusterDirectory directory,
      boolean deletesDirectory,
      ClusterConfiguration configuration,
      FlinkJvm jvm) {
    this.directory = directory;
    this.deletesDirectory = deletesDirectory;
    this.configuration = configuration;
    this.jvm = jvm;
    this.rest = new ClusterRest(webInterface());
  }

  /** Two TaskManagers with two slots and 384 MB of heap each, in a new temporary directory. */
  public static LocalFlinkClusterBuilder builder() {
    return new LocalFlinkClusterBuilder();
  }

  /** Host and port of the JobManager, as they stand behind {@code flink://}. */
  public String master() {
    return ClusterConfiguration.HOST + ":" + configuration.restPort();
  }

  /** The address of Flink's REST interface and web UI. */
  public String webInterface() {
    return "http://" + master();
  }

  /** The JobManager that was started last, dead or alive. */
  public ClusterProcess jobManager() {
    ClusterProcess process = jobManager;
    if (process == null) {
      throw new IllegalStateException("the cluster has not been started");
    }
    return process;
  }

  /** The TaskManagers that are alive, the oldest first. */
  public List<ClusterProcess> taskManagers() {
    return taskManagers.stream().filter(ClusterProcess::isAlive).toList();
  }

  /**
   * The names of the TaskManagers that the JobManager counts on. One that was killed is among them
   * until the JobManager notices; none is while the JobManager is dead or not ready.
   */
  public Set<String> registeredTaskManagers() {
    return askRegistered().orElse(Set.of());
  }

  /** Starts a further TaskManager, or one in place of a killed one, and waits for it. */
  public synchronized ClusterProcess startTaskManager() {
    ClusterProcess started = launchTaskManager();
    return readyOrKilled(started, List.of(started));
  }

  /**
   * Starts the JobManager anew after a kill, on the ports it had, and waits until it has all
   * TaskManagers that are alive. Jobs that ran are forgotten: the cluster has no high availability.
   */
  public synchronized ClusterProcess startJobManager() {
    if (jobManager().isAlive()) {
      throw new IllegalStateException("alive already: " + jobManager());
    }
    List<ClusterProcess> waiting = taskManagers();
    return readyOrKilled(launchJobManager(), waiting);
  }

  /**
   * Ends all processes, by SIGTERM and, some seconds later, by SIGKILL; returns when they are gone.
   * A directory that was not named by the caller is deleted with its logs.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook does its work beside ours.
    }
    stop(all());
    if (deletesDirectory) {
      if (Files.exists(directory.root())) {
        directory.delete();
      }
    } else {
      directory.forget();
    }
  }

  /** Lets the processes outlive this JVM: from here on, only their records know them. */
  void leaveRunning() {
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  /** Ends the processes of a cluster, gently first; returns when they are gone. */
  static void stop(List<ClusterProcess> processes) {
    processes.forEach(ClusterProcess::terminate);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (ClusterProcess process : processes) {
      process.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
    }
    processes.forEach(ClusterProcess::killNow);
    processes.forEach(ClusterProcess::kill);
  }

  void startOrClose(int count) throws IOException {
    try {
      startAll(count);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void startAll(int count) throws IOException {
    Runtime.getRuntime().addShutdownHook(killer);
    configuration.write(directory.configuration(), jvm.readsYaml());
    directory.recordMaster(master());
    launchJobManager();
    List<ClusterProcess> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      started.add(launchTaskManager());
    }
    awaitRegistered(started);
  }

  private ClusterProcess readyOrKilled(ClusterProcess started, List<ClusterProcess> expected) {
    try {
      awaitRegistered(expected);
      return started;
    } catch (RuntimeException e) {
      started.kill();
      throw e;
    }
  }

  private ClusterProcess launchJobManager() {
    ClusterProcess started =
        launch(
            JOB_MANAGER,
            FlinkJvm.RUNTIME + "entrypoint.StandaloneSessionClusterEntrypoint",
            ClusterConfiguration.jobManagerMemory());
    jobManager = started;
    return started;
  }

  private ClusterProcess launchTaskManager() {
    String id = TASK_MANAGER_PREFIX + ++lastTaskManager;
    ClusterProcess started =
        launch(
            id,
            FlinkJvm.RUNTIME + "taskexecutor.TaskManagerRunner",
            configuration.taskManagerMemory(),
            "-D",
            "taskmanager.resource-id=" + id);
    taskManagers.removeIf(taskManager -> !taskManager.isAlive());
    taskManagers.add(started);
    return started;
  }

  private ClusterProcess launch(
      String name, String mainClass, List<String> memory, String... arguments) {
    if (closed) {
      throw new IllegalStateException("the cluster in " + directory.root() + " is closed");
    }
    try {
      return jvm.start(name, mainClass, memory, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + " in " + directory.root(), e);
    }
  }

  /** Waits until the JobManager answers and knows the given TaskManagers. */
  private void awaitRegistered(List<ClusterProcess> expected) {
    Set<String> names =
        expected.stream().map(ClusterProcess::name).collect(Collectors.toUnmodifiableSet());
    long deadline = System.nanoTime() + START.toNanos();
    Optional<Set<String>> registered = askRegistered();
    while (registered.isEmpty() || !registered.get().containsAll(names)) {
      failIfEnded(jobManager());
      expected.forEach(LocalFlinkCluster::failIfEnded);
      if (System.nanoTime() >= deadline) {
        throw new IllegalStateException(
            "after "
                + START.toSeconds()
                + " s the JobManager at "
                + master()
                + (registered.isEmpty() ? " does not answer" : " has only " + registered.get())
                + " but should have "
                + names
                + "; the end of "
                + jobManager().log()
                + ":"
                + jobManager().logTail());
      }
      if (!Polling.pause()) {
        throw new IllegalStateException("interrupted while waiting for " + names);
      }
      registered = askRegistered();
    }
  }

  private static void failIfEnded(ClusterProcess process) {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          process + " has ended; the end of " + process.log() + ":" + process.logTail());
    }
  }

  private Optional<Set<String>> askRegistered() {
    try {
      return rest.registeredTaskManagers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private List<ClusterProcess> all() {
    List<ClusterProcess> all = new ArrayList<>(taskManagers);
    ClusterProcess process = jobManager;
    if (process != null) {
      all.add(process);
    }
    return all;
  }

  private void killAll() {
    all().forEach(ClusterProcess::killNow);
  }
}
