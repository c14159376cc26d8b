// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.io.nativeio.NativeIO;
import org.dstreambeam.compute.Rethrow;

/**
 * Hadoop's local file system, without what takes it long where its native library is missing.
 *
 * <ul>
 *   <li>Permissions are set through the JDK. Hadoop starts a {@code chmod} for each file and
 *       directory, about ten for a saved RDD of two partitions: more than all the rest of a small
 *       batch.
 *   <li>A directory is listed with one question to the system for each file, where Hadoop has five:
 *       with a hundred thousand files it is the question whether a batch has new ones that takes
 *       time.
 * </ul>
 */
public final class LocalFiles extends LocalFileSystem {

  public LocalFiles() {
    super(new ThroughJdk());
  }

  private static final class ThroughJdk extends RawLocalFileSystem {

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

    /** In the same order as Hadoop's; what goes meanwhile is left out there, too. */
    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      java.nio.file.Path directory = pathToFile(path).toPath();
      if (!Files.isDirectory(directory)) {
        return super.listStatus(path);
      }
      URI parent = path.makeQualified(getUri(), getWorkingDirectory()).toUri();
      long blockSize = getDefaultBlockSize(path);
      List<FileStatus> found = new ArrayList<>();
      try (DirectoryStream<java.nio.file.Path> files = Files.newDirectoryStream(directory)) {
        for (java.nio.file.Path file : files) {
          try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Path name = // not from a parent, which takes twice as long
                new Path(
                    parent.getScheme(),
                    parent.getAuthority(),
                    parent.getPath() + Path.SEPARATOR + file.getFileName());
            found.add(new ListedFile(this, name, attributes, blockSize));
          } catch (FileSystemException e) {
            // It has gone, or is a link that leads nowhere: there is no such file.
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      } catch (NoSuchFileException | NotDirectoryException e) { // it has gone meanwhile
        return super.listStatus(path);
      }
      return found.toArray(FileStatus[]::new);
    }
  }

  /** What a listing knows of a file; who owns it, and who may use it, is asked for on demand. */
  private static final class ListedFile extends FileStatus {
    private static final long serialVersionUID = 1L;

    private final transient FileSystem files;

    ListedFile(FileSystem files, Path path, BasicFileAttributes attributes, long blockSize) {
      super(
          attributes.size(),
          attributes.isDirectory(),
          1,
          blockSize,
          attributes.lastModifiedTime().toMillis(),
          attributes.lastAccessTime().toMillis(),
          null,
          null,
          null,
          path);
      this.files = files;
    }

    private FileStatus whole() {
      try {
        return files.getFileStatus(getPath());
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }

    @Override
    public FsPermission getPermission() {
      return whole().getPermission();
    }

    @Override
    public String getOwner() {
      return whole().getOwner();
    }

    @Override
    public String getGroup() {
      return whole().getGroup();
    }

    @Serial
    private Object writeReplace() throws IOException {
      return new FileStatus(whole());
    }
  }
}
