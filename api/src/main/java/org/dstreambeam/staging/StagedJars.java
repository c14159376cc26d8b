// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.apache.spark.SparkConf;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.SubmittedConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The files to send to a Flink cluster, so that it can run a program.
 *
 * <p>On a cluster nothing guarantees that our classes are found before those of an assembly that
 * bundles genuine Spark. What is under {@code org/apache/spark/} in the application's jars and in
 * ours is therefore left out of the application's. What only the application has stays: it may well
 * be its own.
 */
public final class StagedJars {

  /** The application's jars: paths, separated by commas. The submit command sets it. */
  public static final String JARS = "spark.dstreambeam.flink.jars";

  private static final Logger LOG = LoggerFactory.getLogger(StagedJars.class);

  /** What was staged in this JVM, whose class path does not change, by the application's jars. */
  private static final Map<List<Path>, List<Path>> STAGED = new ConcurrentHashMap<>();

  private static final String SPARK = "org/apache/spark/";

  /** Where a multi-release jar keeps the classes for newer versions of Java. */
  private static final Pattern VERSION = Pattern.compile("^META-INF/versions/\\d+/");

  /** Would not match the jar any more: its signatures, and an index of what it holds. */
  private static final Pattern ABOUT_THE_WHOLE =
      Pattern.compile(
          "META-INF/(SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC)|INDEX\\.LIST)", Pattern.CASE_INSENSITIVE);

  private final TemporaryJars temporary = new TemporaryJars();
  private final List<String> leftOutOf = new ArrayList<>();
  private final Set<Path> library;
  private final Set<Path> application;
  private final Set<String> ours = new HashSet<>();

  private StagedJars(Set<Path> library, Set<Path> application) {
    this.library = library;
    this.application = application;
  }

  /**
   * All that the program needs: the class path of this library, and the jars that {@link #JARS}
   * names. A program that was not submitted has its classes on the same class path, and need not
   * name any.
   *
   * @return files that exist, each once, ours first; the same for the same class path and setting
   * @throws CannotStartException if one is missing, or cannot be read or written
   */
  public static List<Path> of(SparkConf conf) {
    return STAGED.computeIfAbsent(
        jarsIn(conf.get(JARS, "")),
        jars -> of(ClassPath.of(StagedJars.class.getClassLoader()), jars));
  }

  /**
   * The same for a given class path.
   *
   * @param classPath may hold the application's jars as well; entries that do not exist are passed
   *     over
   */
  static List<Path> of(List<Path> classPath, List<Path> applicationJars) {
    Set<Path> application = new LinkedHashSet<>();
    for (Path jar : applicationJars) {
      application.add(existing(jar));
    }
    Set<Path> library = new LinkedHashSet<>();
    for (Path file : classPath) {
      if (Files.exists(file)) {
        library.add(existing(file));
      }
    }
    library.removeAll(application);
    return new StagedJars(library, application).files();
  }

  /**
   * A jar without content: what an embedded cluster is sent, so that its class loader finds every
   * class where the program found it.
   */
  public static Path empty() {
    return new TemporaryJars().empty();
  }

  private static List<Path> jarsIn(String setting) {
    List<Path> jars = new ArrayList<>();
    for (String jar : setting.split(",")) {
      if (!jar.isBlank()) {
        try {
          jars.add(Path.of(jar.strip()));
        } catch (InvalidPathException e) {
          throw new CannotStartException(
              JARS + " has '" + jar + "', which is not a path; check its spelling", e);
        }
      }
    }
    return jars;
  }

  private static Path existing(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new CannotStartException(
          JARS
              + " names "
              + file
              + ", which does not exist or cannot be read; give paths separated by commas",
          e);
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path file : library) {
      if (Files.isDirectory(file)) {
        if (!names(file).isEmpty()) {
          files.add(temporary.packed(file, name -> true));
        }
      } else if (!ClusterJars.include(file)) {
        files.add(file);
      }
    }
    for (Path file : application) {
      files.add(withoutOurs(file));
    }
    if (!leftOutOf.isEmpty()) {
      Level level = SubmittedConf.settings().isEmpty() ? Level.WARN : Level.INFO; // told already
      LOG.atLevel(level)
          .log(
              "Classes and resources under {} that this library has too are not sent to the"
                  + " cluster: {}",
              SPARK,
              String.join(", ", leftOutOf));
    }
    return withNamesOfTheirOwn(files);
  }

  /** Of files with the same name Flink would keep one. */
  private List<Path> withNamesOfTheirOwn(List<Path> files) {
    Set<String> names = new HashSet<>();
    List<Path> all = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      String own = name;
      for (int n = 2; !names.add(own); n++) {
        own = name.replaceFirst("\\.jar$", "") + "-" + n + ".jar";
      }
      all.add(own.equals(name) ? file : temporary.named(file, own));
    }
    return all;
  }

  private Path withoutOurs(Path file) {
    Set<String> shadowed = new HashSet<>();
    for (String name : names(file)) {
      if (isOfSpark(name) && ours().contains(plain(name))) {
        shadowed.add(name);
      }
    }
    if (!shadowed.isEmpty()) {
      leftOutOf.add(shadowed.size() + " of " + file);
    }
    if (Files.isDirectory(file)) {
      return temporary.packed(file, name -> !shadowed.contains(name));
    }
    return shadowed.isEmpty()
        ? file
        : temporary.copied(
            file, name -> !shadowed.contains(name) && !ABOUT_THE_WHOLE.matcher(name).matches());
  }

  /** What this library has under {@link #SPARK}; read when it is asked for. */
  private Set<String> ours() {
    if (ours.isEmpty()) {
      for (Path file : library) {
        for (String name : names(file)) {
          if (isOfSpark(name)) {
            ours.add(plain(name));
          }
        }
      }
    }
    return ours;
  }

  private static boolean isOfSpark(String name) {
    return plain(name).startsWith(SPARK) && !name.endsWith("/");
  }

  /** The name of the class file, for whichever version of Java it is. */
  private static String plain(String name) {
    return VERSION.matcher(name).replaceFirst("");
  }

  private static List<String> names(Path file) {
    try {
      if (Files.isDirectory(file)) {
        return TemporaryJars.namesBelow(file);
      }
      try (JarFile jar = new JarFile(file.toFile(), false)) {
        return jar.stream().map(ZipEntry::getName).toList();
      }
    } catch (IOException e) {
      throw new CannotStartException(
          "The jar " + file + " to send to Flink cannot be read (" + e + "); build it again", e);
    }
  }
}
