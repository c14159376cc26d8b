// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import org.dstreambeam.compute.Rethrow;

/** The files that a submission takes, made once. */
final class ClientFiles {

  /** Flink's client takes it from a directory, one for each time that is asked for. */
  private static final String CONFIGURATION = "execution.buffer-timeout.interval: %d ms%n";

  private static final Path DIRECTORY = make();

  private ClientFiles() {}

  /**
   * A directory with a configuration for Flink's client.
   *
   * @param bufferMillis how long a buffer between tasks waits to be filled: with Flink's own 100 ms
   *     every exchange would
   */
  static synchronized Path configuration(long bufferMillis) {
    Path directory = DIRECTORY.resolve("buffer-" + bufferMillis);
    if (Files.exists(directory)) {
      return directory;
    }
    try {
      Files.createDirectory(directory).toFile().deleteOnExit();
      Path configuration = directory.resolve("flink-conf.yaml");
      Files.writeString(configuration, CONFIGURATION.formatted(bufferMillis));
      configuration.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** A jar with nothing in it. */
  static Path stub() {
    return DIRECTORY.resolve("stub.jar");
  }

  private static Path make() {
    try {
      Path directory = Files.createTempDirectory("dstream-beam-flink");
      directory.toFile().deleteOnExit();
      Path stub = directory.resolve("stub.jar");
      new JarOutputStream(Files.newOutputStream(stub)).close();
      stub.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }
}
