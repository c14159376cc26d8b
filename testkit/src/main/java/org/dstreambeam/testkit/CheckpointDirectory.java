// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A temporary directory for the checkpoints of one test, if it needs one. */
final class CheckpointDirectory {

  private @Nullable Path directory;

  String make() {
    try {
      directory = Files.createTempDirectory("stream-test-");
      return directory.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("No directory for checkpoints can be made", e);
    }
  }

  void delete() {
    Path made = directory;
    directory = null;
    if (made == null) {
      return;
    }
    try {
      for (Path file : contents(made)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The directory for checkpoints cannot be deleted", e);
    }
  }

  /** All that is in it, before what holds it. */
  private static List<Path> contents(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
