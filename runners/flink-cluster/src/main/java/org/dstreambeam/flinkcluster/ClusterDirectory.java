// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one cluster.
 *
 * <pre>
 *   conf/config.yaml        flink-conf.yaml before Flink 1.19
 *   log/NAME.log, NAME.out
 *   pids/NAME               number and start (ms since 1970) of each process
 *   master                  host:port of the JobManager's REST interface
 *   lock                    held while a cluster starts here
 *   tmp/                    what Flink puts on disk; emptied before each start and after the end
 * </pre>
 *
 * @param root absolute
 */
record ClusterDirectory(Path root) {

  /** The system's word on when a process started may shift a little when its clock is set. */
  private static final long START_TOLERANCE_MILLIS = 2_000;

  ClusterDirectory {
    root = root.toAbsolutePath().normalize();
  }

  Path configuration() {
    return root.resolve("conf");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  Path log(String name) {
    return root.resolve("log").resolve(name + ".log");
  }

  Path out(String name) {
    return root.resolve("log").resolve(name + ".out");
  }

  private Path pids() {
    return root.resolve("pids");
  }

  private Path masterFile() {
    return root.resolve("master");
  }

  /**
   * Makes the directory ready for a cluster.
   *
   * @return to be closed when the cluster runs: until then nobody else can start one here
   * @throws IllegalStateException if one runs or starts here, or the directory holds something else
   */
  FileChannel claim() throws IOException {
    if (Files.exists(root) && !Files.isDirectory(pids()) && !isEmpty(root)) {
      throw new IllegalStateException(
          root + " has files in it that are not of a local cluster; name another directory");
    }
    for (Path directory : List.of(configuration(), root.resolve("log"), pids(), temporary())) {
      Files.createDirectories(directory);
    }
    FileChannel lock =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      refuseAnother(lock);
      forget();
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void refuseAnother(FileChannel lock) throws IOException {
    boolean locked;
    try {
      locked = lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new IllegalStateException("a cluster is just starting in " + root);
    }
    List<ClusterProcess> running = running();
    if (!running.isEmpty()) {
      throw new IllegalStateException(
          "a cluster runs in "
              + root
              + " already: "
              + running
              + "; stop it, or name another directory");
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Remembers a process that has just been started. */
  ClusterProcess record(String name, ProcessHandle handle) throws IOException {
    ClusterProcess process = new ClusterProcess(name, handle, this);
    Files.writeString(pids().resolve(name), handle.pid() + " " + startMillis(handle));
    return process;
  }

  void recordMaster(String master) throws IOException {
    Files.writeString(masterFile(), master);
  }

  /** The address that {@link #recordMaster} was given, if a cluster has been started here. */
  @Nullable String master() {
    try {
      return Files.isRegularFile(masterFile()) ? Files.readString(masterFile()) : null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + masterFile(), e);
    }
  }

  /** The names of all processes that were recorded, the JobManager first. */
  List<String> recorded() {
    if (!Files.isDirectory(pids())) {
      return List.of();
    }
    try (Stream<Path> records = Files.list(pids())) {
      return records.map(record -> record.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pids(), e);
    }
  }

  /** The recorded process, unless it has ended. */
  Optional<ClusterProcess> running(String name) {
    Path record = pids().resolve(name);
    long pid;
    long started;
    try {
      String[] fields = Files.readString(record).split(" ", -1);
      if (fields.length != 2) {
        throw new IllegalStateException("no record of a process: " + record + "; delete it");
      }
      pid = Long.parseLong(fields[0]);
      started = Long.parseLong(fields[1]);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + record, e);
    } catch (NumberFormatException e) {
      throw new IllegalStateException("no record of a process: " + record + "; delete it", e);
    }
    return ProcessHandle.of(pid)
        .filter(handle -> Math.abs(startMillis(handle) - started) <= START_TOLERANCE_MILLIS)
        .map(handle -> new ClusterProcess(name, handle, this))
        .filter(ClusterProcess::isAlive);
  }

  List<ClusterProcess> running() {
    return recorded().stream().map(this::running).flatMap(Optional::stream).toList();
  }

  private static long startMillis(ProcessHandle handle) {
    return handle.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
  }

  /** Drops the records, and what the processes left on disk but for their logs. */
  void forget() {
    try {
      for (String name : recorded()) {
        Files.delete(pids().resolve(name));
      }
      Files.deleteIfExists(masterFile());
      if (Files.exists(temporary())) {
        deleteBelow(temporary());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy up " + root, e);
    }
  }

  /** Removes the directory and all that is in it. */
  void delete() {
    try {
      deleteBelow(root);
      Files.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root, e);
    }
  }

  private static void deleteBelow(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      if (!path.equals(directory)) {
        Files.delete(path);
      }
    }
  }
}
