// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * A jar of the application, read once.
 *
 * @param mainClass the manifest's Main-Class, if it has one
 * @param sparkClasses the entries of the class files under {@code org/apache/spark/}
 */
record ApplicationJar(Path file, @Nullable String mainClass, List<String> sparkClasses) {

  private static final String SPARK = "org/apache/spark/";

  ApplicationJar {
    sparkClasses = List.copyOf(sparkClasses);
  }

  /**
   * Reads a jar.
   *
   * @param role what the jar is on the command line, for the error
   * @throws UsageException if it is missing, unreadable, or not a jar
   */
  static ApplicationJar open(String role, Path file) {
    if (!Files.exists(file)) {
      throw new UsageException(role + " " + file + " does not exist; check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new UsageException(role + " " + file + " is not a file; give the path of a jar");
    }
    if (!Files.isReadable(file)) {
      throw new UsageException(role + " " + file + " is not readable; check its permissions");
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      List<String> sparkClasses =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(entry -> entry.startsWith(SPARK) && entry.endsWith(".class"))
              .toList();
      return new ApplicationJar(file, mainClassOf(jar.getManifest()), sparkClasses);
    } catch (IOException e) {
      throw new UsageException(
          role + " " + file + " cannot be read as a jar (" + e.getMessage() + "); build it again");
    }
  }

  private static @Nullable String mainClassOf(@Nullable Manifest manifest) {
    if (manifest == null) {
      return null;
    }
    String mainClass = manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
    return mainClass == null ? null : mainClass.strip();
  }

  /** How many of the classes under {@code org/apache/spark/} the other loader has as well. */
  long sparkClassesFoundIn(ClassLoader loader) {
    return sparkClasses.stream().filter(entry -> loader.getResource(entry) != null).count();
  }
}
