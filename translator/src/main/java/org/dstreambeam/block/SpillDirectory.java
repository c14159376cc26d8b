// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the spill files of one context lie: a directory of their own below each of {@code
 * spark.local.dir}, made when the first file is. It goes when the context stops, or else when the
 * JVM exits.
 */
final class SpillDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(SpillDirectory.class);

  private final List<Path> roots;
  private final @Nullable Path[] directories;
  private final AtomicLong files = new AtomicLong();
  private final Thread atExit = new Thread(this::leaveToExit, "spill-cleaner");
  private boolean exiting;
  private boolean closed;

  /**
   * @param roots used in turn
   */
  SpillDirectory(List<Path> roots) {
    this.roots = List.copyOf(roots);
    this.directories = new Path[roots.size()];
  }

  /** A file that does not exist yet. */
  SpillFile newFile() {
    long number = files.getAndIncrement();
    int root = (int) (number % roots.size());
    try {
      Path file = directory(root).resolve(number + ".spill");
      deleteAtExitIfItIsNear(file);
      return new SpillFile(file);
    } catch (IOException e) {
      throw SpillException.writing(roots.get(root), e);
    }
  }

  private synchronized Path directory(int root) throws IOException {
    if (closed) {
      throw new IOException("the context is stopped");
    }
    Path directory = directories[root];
    if (directory == null) {
      Files.createDirectories(roots.get(root));
      directory = Files.createTempDirectory(roots.get(root), "dstream-beam-");
      directory.toFile().deleteOnExit();
      if (noneYet()) {
        Runtime.getRuntime().addShutdownHook(atExit);
      }
      directories[root] = directory;
    }
    return directory;
  }

  private boolean noneYet() {
    for (Path directory : directories) {
      if (directory != null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Other shutdown hooks may still run batches, a graceful stop does. What is marked to be deleted
   * on exit is deleted after all hooks; to mark each file as it is made would never forget any.
   */
  private synchronized void leaveToExit() {
    exiting = true;
    for (File file : present()) {
      file.deleteOnExit();
    }
  }

  private synchronized void deleteAtExitIfItIsNear(Path file) {
    if (exiting) {
      file.toFile().deleteOnExit();
    }
  }

  private List<File> present() {
    List<File> files = new java.util.ArrayList<>();
    for (Path directory : directories) {
      if (directory != null) {
        try (DirectoryStream<Path> contents = Files.newDirectoryStream(directory)) {
          contents.forEach(file -> files.add(file.toFile()));
        } catch (NoSuchFileException e) {
          LOG.debug("{} has gone already", directory);
        } catch (IOException | UncheckedIOException e) {
          LOG.warn("{} cannot be cleaned up", directory, e);
        }
      }
    }
    return files;
  }

  /** Removes the directories and what is in them; there will be no more. */
  synchronized void close() {
    closed = true;
    for (File file : present()) {
      delete(file.toPath());
    }
    for (Path directory : directories) {
      if (directory != null) {
        delete(directory);
      }
    }
    if (!noneYet() && !exiting) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        LOG.debug("The JVM is shutting down; its hook finds nothing to do", e);
      }
    }
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted", path, e);
    }
  }
}
