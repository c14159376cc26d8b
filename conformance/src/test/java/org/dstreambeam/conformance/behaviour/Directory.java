// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What is in a directory of files that an operation wrote. */
record Directory(Path path) {

  /**
   * A new directory for what a stream writes, below the build's. It is left there: an output that
   * the stop of its context interrupts may write a little longer, and would meet its deletion.
   */
  static Path forStreams() {
    try {
      Path builds = Files.createDirectories(Path.of("target", "streams").toAbsolutePath());
      return Files.createTempDirectory(builds, "files");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Directory of(Path parent, String name) {
    return new Directory(parent.resolve(name));
  }

  String uri() {
    return path.toString();
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Names of all files, also hidden ones and those of subdirectories, sorted. */
  List<String> names() {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile)
          .map(file -> path.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The names that a failed job leaves for good. It may end while its last tasks are at work, which
   * take what they wrote away a moment later: waits for that for at most ten seconds.
   */
  List<String> leftovers() {
    long deadline = System.nanoTime() + SECONDS.toNanos(10);
    while (true) {
      try {
        List<String> names = names();
        if (names.isEmpty() || System.nanoTime() > deadline) {
          return names;
        }
      } catch (UncheckedIOException e) {
        if (System.nanoTime() > deadline) { // else one of them went while it was listed
          throw e;
        }
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(5));
    }
  }

  /** Names without those of checksums, sorted. */
  List<String> visible() {
    return names().stream().filter(name -> !name.endsWith(".crc")).toList();
  }

  /** The lines of a text file. */
  List<String> lines(String name) {
    try {
      return Files.readAllLines(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
