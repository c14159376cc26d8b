// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one context below the one that the program named, so that contexts can share.
 */
public final class CheckpointDirectory {

  private CheckpointDirectory() {}

  /**
   * Names a new directory, and creates it if it is a local one.
   *
   * @param parent a path, or a URI of any file system
   * @return its URI
   * @throws UncheckedIOException if it cannot be created
   */
  public static String create(String parent) {
    String child = parent + (parent.endsWith("/") ? "" : "/") + UUID.randomUUID();
    Path path = localPath(child);
    if (path == null) {
      return child;
    }
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the checkpoint directory " + path, e);
    }
    return "file:" + path.toAbsolutePath();
  }

  private static @Nullable Path localPath(String location) {
    if (location.startsWith("file:")) {
      return Path.of(URI.create(location).getPath());
    }
    return location.contains("://") ? null : Path.of(location);
  }
}
