// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This library as the application sees it. Its classes are not on the launcher's class path, or are
 * there as other copies than those that the application uses: what the two exchange goes by name.
 */
final class Library {

  /**
   * The directory of its jars; the script sets it, and puts the launcher alone on the class path.
   */
  private static final String DIRECTORY = "dstreambeam.lib";

  private static final String SUBMITTED_CONF = "org.dstreambeam.spi.SubmittedConf";
  private static final String CANNOT_START = "org.dstreambeam.spi.CannotStartException";

  private Library() {}

  /** Its jars and directories: those of {@link #DIRECTORY}, or else the JVM's class path. */
  static List<Path> files() {
    String directory = System.getProperty(DIRECTORY);
    if (directory == null) {
      String classPath = System.getProperty("java.class.path", "");
      return Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
    }
    return jarsIn(Path.of(directory));
  }

  /** In the order of their names: the same on every machine. */
  static List<Path> jarsIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells the library what was submitted, before any class of the application is initialised. */
  static void submit(Map<String, String> settings, ClassLoader loader) {
    call("set", settings, loader);
  }

  /** The settings as they may be shown. */
  static Map<?, ?> shown(Map<String, String> settings, ClassLoader loader) {
    return call("shown", settings, loader) instanceof Map<?, ?> shown ? shown : Map.of();
  }

  private static @Nullable Object call(
      String method, Map<String, String> settings, ClassLoader loader) {
    try {
      return Class.forName(SUBMITTED_CONF, true, loader)
          .getMethod(method, Map.class)
          .invoke(null, settings);
    } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
      throw new UsageException(
          "this library is not complete (no " + SUBMITTED_CONF + "); build it again");
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The line for people, if a program failed because it cannot be started. */
  static @Nullable String whyItCannotStart(Throwable failure, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(CANNOT_START, false, loader);
      for (Throwable cause : Causes.of(failure)) {
        if (type.isInstance(cause)) {
          return String.valueOf(cause.getMessage());
        }
      }
      return null;
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
