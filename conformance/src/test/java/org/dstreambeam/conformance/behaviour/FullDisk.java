// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkConf;

/** The local file system under {@code full:}, on which no byte can be written while it is full. */
public final class FullDisk extends RawLocalFileSystem {
  private static final URI NAME = URI.create("full:///");
  private static volatile boolean full = true;

  static SparkConf in(SparkConf conf) {
    return conf.set("spark.hadoop.fs.full.impl", FullDisk.class.getName());
  }

  static void full(boolean now) {
    full = now;
  }

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
      Progressable p)
      throws IOException {
    FSDataOutputStream out = super.create(file, overwrite, bufferSize, replication, blockSize, p);
    return full ? new FSDataOutputStream(new Refusing(out), null) : out;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable p)
      throws IOException {
    return create(file, overwrite, bufferSize, replication, blockSize, p);
  }

  private static final class Refusing extends OutputStream {
    private final OutputStream file;

    Refusing(OutputStream file) {
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
