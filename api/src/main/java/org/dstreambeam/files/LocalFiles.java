// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.io.nativeio.NativeIO;

/**
 * Hadoop's local file system, which sets permissions through the JDK where Hadoop's native library
 * is missing. Hadoop starts a {@code chmod} for each file and directory then, about ten for a saved
 * RDD of two partitions: more than all the rest of a small batch.
 */
public final class LocalFiles extends LocalFileSystem {

  public LocalFiles() {
    super(new WithPermissions());
  }

  private static final class WithPermissions extends RawLocalFileSystem {

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      java.nio.file.Path file = pathToFile(path).toPath();
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (NativeIO.isAvailable() || view == null || permission.getStickyBit()) {
        super.setPermission(path, permission);
      } else {
        view.setPermissions(PosixFilePermissions.fromString(permission.toString()));
      }
    }
  }
}
