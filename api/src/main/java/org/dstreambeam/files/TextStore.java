// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.dstreambeam.compute.Rethrow;

/**
 * Small texts in a directory of any file system. Each is there completely or not at all. Failures
 * are undeclared {@link IOException}s of the file system.
 */
public final class TextStore {

  private final FileSystem files;
  private final Path root;
  private final Path named;

  private TextStore(FileSystem files, Path named) {
    this.files = files;
    this.named = named;
    this.root = files.makeQualified(named);
  }

  /**
   * Nothing is created yet.
   *
   * @param directory a path, or a URI of any file system
   */
  public static TextStore in(String directory, Configuration hadoop) {
    Path path = new Path(directory);
    try {
      return new TextStore(path.getFileSystem(hadoop), path);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** The directory as it was named. */
  public String name() {
    return named.toString();
  }

  /** The directory as a URI. */
  public String uri() {
    return root.toString();
  }

  /** Names of the plain files in a directory below, or in this one; none if it is not there. */
  public List<String> list(String below) {
    try {
      List<String> names = new ArrayList<>();
      for (FileStatus status : files.listStatus(path(below))) {
        if (!status.isDirectory()) {
          names.add(status.getPath().getName());
        }
      }
      return names;
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** The whole text of a file. */
  public String read(String file) throws IOException {
    try (FSDataInputStream in = files.open(path(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Creates a file, and the directories that it lies in. There must be none of this name. */
  public void write(String file, String text) {
    Path target = path(file);
    Path unfinished =
        new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try {
      try (FSDataOutputStream out = files.create(unfinished, false)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync(); // or the name may outlive the text
        }
      }
      if (!files.rename(unfinished, target)) {
        throw new IOException("Could not rename " + unfinished + " to " + target);
      }
    } catch (IOException e) {
      deleteUnfinished(unfinished, e);
      throw Rethrow.as(e);
    }
  }

  private void deleteUnfinished(Path unfinished, IOException failure) {
    try {
      files.delete(unfinished, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Deletes a file, if it is there. */
  public void delete(String file) {
    try {
      files.delete(path(file), false);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** The URI of a file or directory below. */
  public String uriOf(String below) {
    return path(below).toString();
  }

  private Path path(String below) {
    return below.isEmpty() ? root : new Path(root, below);
  }
}
