// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import org.dstreambeam.compute.Rethrow;

/** The files that a submission takes, made once. */
final class ClientFiles {

  /**
   * With Flink's own timeout every exchange between tasks would wait for 100 ms, for a buffer to
   * fill.
   */
  private static final String CONFIGURATION =
      """
      execution.buffer-timeout.interval: 1 ms
      """;

  private static final Path DIRECTORY = make();

  private ClientFiles() {}

  /** A directory with a configuration for Flink's client. */
  static Path configuration() {
    return DIRECTORY;
  }

  /** A jar with nothing in it. */
  static Path stub() {
    return DIRECTORY.resolve("stub.jar");
  }

  private static Path make() {
    try {
      Path directory = Files.createTempDirectory("dstream-beam-flink");
      directory.toFile().deleteOnExit();
      Path configuration = directory.resolve("flink-conf.yaml");
      Files.writeString(configuration, CONFIGURATION);
      configuration.toFile().deleteOnExit();
      Path stub = directory.resolve("stub.jar");
      new JarOutputStream(Files.newOutputStream(stub)).close();
      stub.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }
}
