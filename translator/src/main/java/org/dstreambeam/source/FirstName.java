// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Gives a file its name unless another file has it, so that of several processes one succeeds.
 *
 * <p>HDFS renames like that. A local file system, and what is mounted there, replaces the other
 * file; a link to it does not. Where neither is so, as in object stores, two processes have to come
 * within the time between a look and a renaming to both succeed.
 */
final class FirstName {

  private FirstName() {}

  /**
   * @return false if another file has that name; {@code from} is there no longer in any case
   */
  static boolean give(FileSystem files, Path from, Path to) throws IOException {
    boolean isFirst =
        !files.exists(to)
            && (files instanceof LocalFileSystem local
                ? link(local, from, to)
                : files.rename(from, to));
    files.delete(from, false);
    return isFirst;
  }

  private static boolean link(LocalFileSystem files, Path from, Path to) throws IOException {
    try {
      Files.createLink(path(files, to), path(files, from));
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) { // a file system without links
      return files.rename(from, to);
    }
    Path checksum = files.getChecksumFile(to);
    Files.deleteIfExists(path(files, checksum)); // that of a file which has been removed
    Files.createLink(path(files, checksum), path(files, files.getChecksumFile(from)));
    return true;
  }

  private static java.nio.file.Path path(LocalFileSystem files, Path path) {
    return files.pathToFile(path).toPath();
  }
}
