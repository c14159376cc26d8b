// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.staging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars and directories of texts. */
final class Jars {

  private Jars() {}

  /** A jar with these entries, each with its own name as content. */
  static Path jar(Path file, String... names) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          out.write(name.getBytes(UTF_8));
        }
      }
    }
    return file;
  }

  /** A jar with a manifest of these lines only. */
  static Path jarWithManifest(Path file, String... lines) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
      out.write(
          ("Manifest-Version: 1.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
    }
    return file;
  }

  /** A directory with these files, each with its own name as content. */
  static Path directory(Path directory, String... names) throws IOException {
    for (String name : names) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    return Files.createDirectories(directory);
  }

  /** What a jar holds, by name, in its order. */
  static Map<String, String> contents(Path file) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        try (InputStream in = jar.getInputStream(entry)) {
          contents.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    return contents;
  }
}
