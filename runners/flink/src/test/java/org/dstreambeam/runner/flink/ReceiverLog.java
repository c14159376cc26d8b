// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What is known of the {@link WatchedReceiver}s of that name, in whatever process they live. */
record ReceiverLog(Path directory, String name) {

  Path lock() {
    return directory.resolve(name + ".lock");
  }

  private Path lines() {
    return directory.resolve(name + ".log");
  }

  void add(String line) {
    try {
      Files.writeString(lines(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands behind {@code word} in each line that begins with it. */
  List<Long> all(String word) throws IOException {
    if (!Files.exists(lines())) {
      return List.of();
    }
    return Files.readAllLines(lines(), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> Long.parseLong(line.substring(word.length() + 1)))
        .toList();
  }

  /** How often a receiver was stopped properly. */
  long stops() throws IOException {
    return Files.readAllLines(lines(), StandardCharsets.UTF_8).stream()
        .filter(line -> line.equals("stop"))
        .count();
  }

  /** Whether one lives now. */
  boolean isOneAlive() throws IOException {
    try (FileChannel file = FileChannel.open(lock(), StandardOpenOption.WRITE);
        FileLock free = file.tryLock()) {
      return free == null;
    }
  }
}
