// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.namenode.EditLogFileOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** HDFS for the tests of a class: a NameNode and a DataNode in this JVM, on free ports. */
final class MiniHdfs implements BeforeAllCallback, AfterAllCallback {

  private static final int WRITERS = 16;

  private @Nullable MiniDFSCluster cluster;
  private @Nullable FileSystem files;

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    EditLogFileOutputStream.setShouldSkipFsyncForTesting(true); // nobody pulls the plug
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, Files.createTempDirectory("hdfs").toString());
    conf.set("dfs.namenode.fs-limits.min-block-size", "1024");
    MiniDFSCluster started = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster = started;
    // Not the one that all users of this URI share, and that whoever comes first may close.
    files = FileSystem.newInstance(started.getURI(), conf);
  }

  @Override
  public void afterAll(ExtensionContext test) throws IOException {
    try {
      if (files != null) {
        files.close();
      }
    } finally {
      if (cluster != null) {
        cluster.shutdown(true); // deletes the directory
      }
    }
  }

  /** {@code hdfs://localhost:port/path}. */
  String uri(String path) {
    return Objects.requireNonNull(cluster).getURI() + path;
  }

  private FileSystem files() {
    return Objects.requireNonNull(files);
  }

  /** A file in blocks of that many bytes. */
  void write(String path, byte[] content, long blockSize) throws IOException {
    try (OutputStream out =
        files().create(new Path(path), false, content.length + 1, (short) 1, blockSize)) {
      out.write(content);
    }
  }

  void write(String path, byte[] content) throws IOException {
    write(path, content, 1 << 20);
  }

  /**
   * The same in many files, which were last modified then (epoch ms). Whoever writes one waits for
   * most of the time, so there are many who do.
   */
  void writeAll(List<String> paths, byte[] content, long modifiedMillis) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Callable<Void>> writes = new ArrayList<>();
      for (String path : paths) {
        writes.add(
            () -> {
              write(path, content);
              setModified(path, modifiedMillis);
              return null;
            });
      }
      for (Future<Void> write : writers.invokeAll(writes)) {
        write.get();
      }
    } finally {
      writers.shutdown();
    }
  }

  /** As if nobody had touched the file since, epoch ms. */
  void setModified(String path, long millis) throws IOException {
    files().setTimes(new Path(path), millis, -1);
  }

  void makeDirectory(String path) throws IOException {
    files().mkdirs(new Path(path));
  }

  void move(String from, String to) throws IOException {
    if (!files().rename(new Path(from), new Path(to))) {
      throw new IOException("Cannot move " + from + " to " + to);
    }
  }
}
