// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.dstreambeam.cluster.ShippedProgram;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.image.StagedVariables;

/** The program itself as a part of its job: TaskManagers find it where they find its classes. */
final class ProgramJar {

  private ProgramJar() {}

  /**
   * A file that goes when this JVM does; nobody else may read it, as it holds the configuration.
   */
  static Path write(String program, byte[] image) {
    try {
      Path jar = Files.createTempFile("dstream-beam-program", ".jar");
      jar.toFile().deleteOnExit();
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
        write(out, ShippedProgram.resource(program), image);
        // For who has nothing but a broadcast variable's key, and does not know which program it
        // is.
        write(out, StagedVariables.POINTER, ShippedProgram.resource(program).getBytes(UTF_8));
      }
      return jar;
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  private static void write(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
