// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** An application jar that has genuine Spark Streaming, its Kafka sources and Kafka inside. */
final class AssemblyJar {

  private AssemblyJar() {}

  static Path build(Path application, Path genuineJars, Path assembly) throws IOException {
    List<Path> bundled;
    try (Stream<Path> jars = Files.list(genuineJars)) {
      bundled =
          jars.filter(jar -> jar.getFileName().toString().matches("(spark-streaming|kafka).*"))
              .toList();
    }
    Set<String> names = new HashSet<>();
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(assembly));
        JarOutputStream out = new JarOutputStream(file)) {
      add(application, names, out);
      for (Path jar : bundled) {
        add(jar, names, out);
      }
    }
    return assembly;
  }

  private static void add(Path jar, Set<String> names, JarOutputStream out) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(entry -> !entry.isDirectory()).toList()) {
        if (entry.getName().endsWith(".class") && names.add(entry.getName())) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream content = file.getInputStream(entry)) {
            content.transferTo(out);
          }
          out.closeEntry();
        }
      }
    }
  }
}
