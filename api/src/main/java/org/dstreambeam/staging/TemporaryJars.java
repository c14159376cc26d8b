// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.staging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dstreambeam.spi.CannotStartException;
import org.jspecify.annotations.Nullable;

/** Jars that are there until the JVM ends, in a directory of their own. */
final class TemporaryJars {

  /** The earliest that a jar can hold: no two runs write different bytes. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private @Nullable Path directory;
  private int count;

  /** A jar in which there is nothing. */
  Path empty() {
    return write(
        "empty.jar",
        out -> {
          out.putNextEntry(entry(JarFile.MANIFEST_NAME));
          out.write("Manifest-Version: 1.0\r\n\r\n".getBytes(UTF_8));
        });
  }

  /** The files below a directory. */
  Path packed(Path classes, Predicate<String> kept) {
    return write(classes.getFileName() + ".jar", out -> pack(classes, kept, out));
  }

  /** The entries of a jar, under the same name. */
  Path copied(Path jar, Predicate<String> kept) {
    return write(jar.getFileName().toString(), out -> copy(jar, kept, out));
  }

  /** The same file under a name that no other has; Flink's REST interface tells them by name. */
  Path named(Path jar, String name) {
    return write(name, out -> copy(jar, any -> true, out));
  }

  /** The names of all that {@link #packed} would write, in order. */
  static List<String> namesBelow(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> !file.equals(classes))
          .map(
              file ->
                  classes.relativize(file).toString().replace('\\', '/')
                      + (Files.isDirectory(file) ? "/" : ""))
          .sorted()
          .toList();
    }
  }

  private static void pack(Path classes, Predicate<String> kept, ZipOutputStream out)
      throws IOException {
    for (String name : namesBelow(classes)) {
      if (kept.test(name)) {
        out.putNextEntry(entry(name));
        if (!name.endsWith("/")) {
          Files.copy(classes.resolve(name), out);
        }
      }
    }
  }

  private static void copy(Path file, Predicate<String> kept, ZipOutputStream out)
      throws IOException {
    // Assemblies may have an entry twice; class loaders see the first.
    Set<String> seen = new HashSet<>();
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (kept.test(name) && seen.add(name)) {
          out.putNextEntry(entry(name));
          try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    return entry;
  }

  private Path write(String name, Content content) {
    try {
      // A directory each: two modules have a target/classes, and names of jars show in Flink's UI.
      Path jar = newDirectory().resolve(name);
      jar.toFile().deleteOnExit();
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
        content.writeTo(out);
      }
      return jar;
    } catch (IOException e) {
      throw new CannotStartException(
          "The jar "
              + name
              + " to send to Flink cannot be written below "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e
              + "); let the system property java.io.tmpdir name a directory with free space",
          e);
    }
  }

  private Path newDirectory() throws IOException {
    Path all = directory;
    if (all == null) {
      all = Files.createTempDirectory("dstream-beam-jars-");
      all.toFile().deleteOnExit();
      directory = all;
    }
    Path own = Files.createDirectory(all.resolve(String.valueOf(count++)));
    own.toFile().deleteOnExit();
    return own;
  }

  private interface Content {
    void writeTo(ZipOutputStream out) throws IOException;
  }
}
