// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.staging;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.dstreambeam.spi.CannotStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars and directories that a class loader reads, in its order. */
final class ClassPath {

  private static final Logger LOG = LoggerFactory.getLogger(ClassPath.class);

  private final Set<Path> files = new LinkedHashSet<>();

  private ClassPath() {}

  /**
   * Those that exist, as real paths: of the loader and its parents, and what the manifests of jars
   * refer to. The JDK's own are not among them.
   *
   * @throws CannotStartException if one of them is no file
   */
  static List<Path> of(ClassLoader loader) {
    ClassPath classPath = new ClassPath();
    classPath.addAllOf(loader);
    return List.copyOf(classPath.files);
  }

  private void addAllOf(@Nullable ClassLoader loader) {
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return;
    }
    addAllOf(loader.getParent());
    if (loader instanceof URLClassLoader urls) {
      for (URL url : urls.getURLs()) {
        add(pathOf(url));
      }
    } else if (loader == ClassLoader.getSystemClassLoader()) {
      for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
        // An empty one means the working directory, to the JVM as well.
        add(Path.of(entry));
      }
    }
  }

  private static Path pathOf(URL url) {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      throw new CannotStartException(
          "The class path entry "
              + url
              + " cannot be sent to a Flink cluster, since it is no file; start the program with"
              + " bin/dstream-submit",
          e);
    }
  }

  /** As the JVM does, passes over what does not exist. */
  private void add(Path file) {
    try {
      if (!Files.exists(file)) {
        return;
      }
      Path real = file.toRealPath();
      if (Files.isDirectory(real)) {
        files.add(real);
      } else if (!files.contains(real)) {
        List<Path> referred = referredToBy(real);
        files.add(real);
        referred.forEach(this::add);
      }
    } catch (ZipException e) {
      // Not a jar: the JVM finds no classes in it either, and goes on.
      LOG.debug("{} on the class path is no jar", file, e);
    } catch (IOException e) {
      throw new CannotStartException(
          "The class path entry " + file + " cannot be read (" + e + "); check its permissions", e);
    }
  }

  private static List<Path> referredToBy(Path file) throws IOException {
    List<Path> referred = new ArrayList<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      String list =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (list != null && !list.isBlank()) {
        for (String entry : list.strip().split("\\s+")) {
          Path path = resolve(file, entry);
          if (path != null) {
            referred.add(path);
          }
        }
      }
    }
    return referred;
  }

  /** Nothing for an entry that is malformed or no file: to the JVM it is as if it were missing. */
  private static @Nullable Path resolve(Path jar, String entry) {
    try {
      URI uri = jar.toUri().resolve(entry);
      return "file".equals(uri.getScheme()) ? Path.of(uri) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
