// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the legacy programs against genuine Spark, and only that, into an application jar as a
 * user would have it.
 */
final class LegacyJar {
  private LegacyJar() {}

  /**
   * Builds the jar anew in {@code directory}.
   *
   * @param sources files, and directories of files
   */
  static Path build(List<Path> sources, Path genuineJars, Path directory) throws IOException {
    Path classes = directory.resolve("classes");
    if (Files.exists(classes)) {
      for (Path stale : files(classes, ".class")) {
        Files.delete(stale);
      }
    }
    Files.createDirectories(classes);
    List<Path> sourceFiles = new ArrayList<>();
    for (Path source : sources) {
      sourceFiles.addAll(files(source, ".java"));
    }
    compile(sourceFiles, files(genuineJars, ".jar"), classes);
    Path jar = directory.resolve("legacy.jar");
    pack(classes, jar);
    return jar;
  }

  private static void compile(List<Path> sources, List<Path> classPath, Path classes)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-classpath",
              classPath.stream()
                  .map(Path::toString)
                  .collect(Collectors.joining(File.pathSeparator)),
              "-d",
              classes.toString(),
              "--release",
              "8",
              "-nowarn",
              "-proc:none");
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new IllegalStateException("The legacy programs do not compile:\n" + messages);
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path classFile : files(classes, ".class")) {
        out.putNextEntry(new JarEntry(classes.relativize(classFile).toString().replace('\\', '/')));
        Files.copy(classFile, out);
        out.closeEntry();
      }
    }
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
