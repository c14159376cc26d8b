// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.task.TaskEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * The files, archives and jars that a program adds for its tasks. Files are copied into one
 * directory, which {@code SparkFiles} tells and which is deleted when the context stops.
 */
public final class AddedFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AddedFiles.class);

  private static volatile @Nullable AddedFiles current;

  private final Set<String> files = new LinkedHashSet<>();
  private final Set<String> archives = new LinkedHashSet<>();
  private final Set<String> jars = new LinkedHashSet<>();
  private @Nullable Path root;

  /** For a new Spark context: {@code SparkFiles} looks here from now on. */
  @SuppressWarnings("ThisEscapedInObjectConstruction") // the last thing it does
  public AddedFiles() {
    current = this;
  }

  /**
   * Those of the active context.
   *
   * @throws IllegalStateException if there is none
   */
  public static AddedFiles current() {
    AddedFiles active = current;
    if (active == null) {
      throw new IllegalStateException(
          "SparkFiles knows no directory: there is no active SparkContext. Ask while one is"
              + " active.");
    }
    return active;
  }

  /** Where the files are. */
  public synchronized Path root() {
    if (root == null) {
      try {
        root = Files.createTempDirectory("dstream-files-").toAbsolutePath();
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }
    return root;
  }

  public synchronized List<String> files() {
    return List.copyOf(files);
  }

  public synchronized List<String> archives() {
    return List.copyOf(archives);
  }

  public synchronized List<String> jars() {
    return List.copyOf(jars);
  }

  /** Copies a file, or with {@code recursive} a directory, to where tasks find it by its name. */
  public synchronized void addFile(String path, boolean recursive) throws IOException {
    URI uri = uriOf(path);
    if (!files.contains(uri.toString())) {
      fetch("addFile", uri, root().resolve(nameOf(uri)), recursive);
      files.add(uri.toString());
    }
  }

  /** Unpacks an archive into a directory of its name, or of the name behind a {@code #}. */
  public synchronized void addArchive(String path) throws IOException {
    URI given = uriOf(path);
    URI uri = withoutFragment(given);
    String name = given.getFragment() == null ? nameOf(uri) : given.getFragment();
    if (!nameOf(uri).endsWith(".zip") && !nameOf(uri).endsWith(".jar")) {
      throw new UnsupportedOperationException(
          "SparkContext.addArchive unpacks .zip and .jar archives, not "
              + uri
              + ". Pack it as one of these, or add its directory with addFile(path, true).");
    }
    if (archives.add(given.toString())) {
      try (InputStream bytes = open("addArchive", uri)) {
        unzip(bytes, root().resolve(name));
      }
    }
  }

  /**
   * Makes the classes of a jar known to tasks. One that cannot be found is only logged, as in
   * Spark.
   */
  public synchronized void addJar(@Nullable String path) throws IOException {
    if (path == null || path.isEmpty()) {
      LOG.warn("addJar was given no path; nothing is added");
      return;
    }
    URI uri = uriOf(path.startsWith("local:") ? path.replaceFirst("local:/*", "file:/") : path);
    boolean checked = !path.startsWith("local:") && isLocal(uri);
    if (checked && !Files.isRegularFile(Path.of(uri))) {
      LOG.error("addJar: there is no file {}; nothing is added", uri);
      return;
    }
    if (!isLocal(uri) && !isHttp(uri)) {
      throw unsupported("addJar", uri);
    }
    if (jars.add(uri.toString())) {
      TaskEnvironment.current().addJar(uri.toURL());
    }
  }

  private static URI uriOf(String path) {
    boolean hasScheme = path.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    return hasScheme ? URI.create(path) : fileUri(path);
  }

  /** A path may have a fragment: the name of an archive's directory. */
  private static URI fileUri(String path) {
    int fragment = path.lastIndexOf('#');
    String file = fragment < 0 ? path : path.substring(0, fragment);
    URI uri = new File(file).getAbsoluteFile().toURI();
    return fragment < 0 ? uri : URI.create(uri + path.substring(fragment));
  }

  private static URI withoutFragment(URI uri) {
    String text = uri.toString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? uri : URI.create(text.substring(0, fragment));
  }

  private static String nameOf(URI uri) {
    return Path.of(uri.getPath()).getFileName().toString();
  }

  private static boolean isLocal(URI uri) {
    return "file".equals(uri.getScheme());
  }

  private static boolean isHttp(URI uri) {
    return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
  }

  private static RuntimeException unsupported(String operation, URI uri) {
    return new UnsupportedOperationException(
        "SparkContext."
            + operation
            + " takes local files and http addresses, not "
            + uri
            + ". Copy it to a local file first.");
  }

  private static InputStream open(String operation, URI uri) throws IOException {
    if (isLocal(uri)) {
      Path file = Path.of(uri);
      if (!Files.exists(file)) {
        throw new FileNotFoundException("File file:" + file + " does not exist");
      }
      return Files.newInputStream(file);
    }
    if (isHttp(uri)) {
      return uri.toURL().openStream();
    }
    throw unsupported(operation, uri);
  }

  private static void fetch(String operation, URI uri, Path target, boolean recursive)
      throws IOException {
    if (isLocal(uri) && Files.isDirectory(Path.of(uri))) {
      if (!recursive) {
        throw Rethrow.as(directory(uri));
      }
      copyTree(Path.of(uri), target);
      return;
    }
    Path copy = Files.createTempFile(target.getParent(), "fetch-", ".tmp");
    try {
      try (InputStream bytes = open(operation, uri)) {
        Files.copy(bytes, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      if (!Files.exists(target)) {
        Files.move(copy, target);
      } else if (Files.mismatch(copy, target) >= 0) {
        throw Rethrow.as(
            new SparkException("File " + target + " exists and does not match contents of " + uri));
      }
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static SparkException directory(URI uri) {
    return new SparkException(
        "[UNSUPPORTED_ADD_FILE.DIRECTORY] Don't support add file. The file "
            + uri
            + " is a directory, consider to set \"spark.sql.legacy.addSingleFileInAddFile\" to"
            + " \"false\".",
        null,
        Option.apply("UNSUPPORTED_ADD_FILE.DIRECTORY"),
        Map$.MODULE$.empty(),
        new org.apache.spark.QueryContext[0]);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    for (Path each : walk(from)) {
      Path target = to.resolve(from.relativize(each).toString());
      if (Files.isDirectory(each)) {
        Files.createDirectories(target);
      } else {
        Files.copy(each, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static List<Path> walk(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return new ArrayList<>(paths.toList());
    }
  }

  private static void unzip(InputStream bytes, Path directory) throws IOException {
    Files.createDirectories(directory);
    ZipInputStream zip = new ZipInputStream(bytes);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      Path target = directory.resolve(entry.getName()).normalize();
      if (!target.startsWith(directory)) {
        throw new IOException("The archive has an entry outside of itself: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(target);
      } else {
        Files.createDirectories(target.getParent());
        Files.copy(zip, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * All that was added, to be added in another JVM.
   *
   * @param contents the files, by their paths below {@link #root}
   * @param localJars the jars that are files, by the names that they get there
   */
  public record Cargo(
      List<String> files,
      List<String> archives,
      List<String> jars,
      Map<String, byte[]> contents,
      Map<String, byte[]> localJars)
      implements Serializable {}

  /**
   * @throws IOException if a file is gone
   */
  public synchronized Cargo cargo() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    Path directory = root;
    if (directory != null) {
      for (Path path : walk(directory)) {
        if (Files.isRegularFile(path)) {
          contents.put(directory.relativize(path).toString(), Files.readAllBytes(path));
        }
      }
    }
    Map<String, byte[]> localJars = new LinkedHashMap<>();
    for (String jar : jars) {
      URI uri = URI.create(jar);
      if (isLocal(uri)) {
        localJars.put(nameOf(uri), Files.readAllBytes(Path.of(uri)));
      }
    }
    return new Cargo(files(), archives(), jars(), contents, localJars);
  }

  /** Adds what another JVM has added, under the addresses that it has there. */
  public synchronized void unload(Cargo cargo) throws IOException {
    files.addAll(cargo.files());
    archives.addAll(cargo.archives());
    jars.addAll(cargo.jars());
    for (Map.Entry<String, byte[]> file : cargo.contents().entrySet()) {
      write(file.getKey(), file.getValue());
    }
    for (Map.Entry<String, byte[]> jar : cargo.localJars().entrySet()) {
      TaskEnvironment.current().addJar(write(jar.getKey(), jar.getValue()).toUri().toURL());
    }
    for (String jar : cargo.jars()) {
      if (!isLocal(URI.create(jar))) {
        TaskEnvironment.current().addJar(URI.create(jar).toURL());
      }
    }
  }

  private Path write(String name, byte[] content) throws IOException {
    Path target = root().resolve(name);
    Files.createDirectories(target.getParent());
    return Files.write(target, content);
  }

  /** Deletes the copies. */
  @Override
  public synchronized void close() {
    if (current == this) {
      current = null;
    }
    Path directory = root;
    root = null;
    if (directory != null) {
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try {
      Collection<Path> paths = walk(directory);
      for (Path path : paths.stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.warn("Files that were added could not be deleted from {}", directory, e);
    }
  }
}
