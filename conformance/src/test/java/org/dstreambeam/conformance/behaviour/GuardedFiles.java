// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkConf;

/**
 * Local files under another scheme, where names that begin with {@code secret} may not be read,
 * whoever runs the tests; and which counts what it is asked.
 */
public final class GuardedFiles extends RawLocalFileSystem {

  private static final URI ROOT = URI.create("guarded:///");
  private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

  /** What it asks itself does not count. */
  private static final ThreadLocal<Boolean> LISTING = ThreadLocal.withInitial(() -> false);

  /** Makes it known to a program. */
  static SparkConf in(SparkConf conf) {
    return conf.set("spark.hadoop.fs.guarded.impl", GuardedFiles.class.getName());
  }

  static String uri(java.nio.file.Path path) {
    return "guarded://" + path;
  }

  /** How often it was asked for what since the last call of this. */
  static Map<String, Integer> calls() {
    Map<String, Integer> calls = new TreeMap<>(CALLS);
    CALLS.clear();
    return calls;
  }

  private static void count(String call) {
    if (!LISTING.get()) {
      CALLS.merge(call, 1, Integer::sum);
    }
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    count("listStatus");
    LISTING.set(true);
    try {
      return super.listStatus(path);
    } finally {
      LISTING.remove();
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    count("getFileStatus");
    return super.getFileStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    count("open");
    if (path.getName().startsWith("secret")) {
      throw new AccessControlException("Permission denied");
    }
    return super.open(path, bufferSize);
  }
}
