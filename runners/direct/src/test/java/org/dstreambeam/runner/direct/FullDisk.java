// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under {@code full:}; no byte can be written to a path with "2000" in it.
 */
public final class FullDisk extends RawLocalFileSystem {

  private static final URI NAME = URI.create("full:///");

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    return file.toString().contains("2000") ? new FSDataOutputStream(new Full(out), null) : out;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  private static final class Full extends OutputStream {
    private final OutputStream file;

    Full(OutputStream file) {
      this.file = file;
    }

    @Override
    public void write(int octet) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
