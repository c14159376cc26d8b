// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Keeps what each batch of a source consists of, in a file per batch, before any output of the
 * batch runs: a program that is started from a checkpoint makes the same batches again.
 */
public final class CutLog {

  private static final Pattern CUT = Pattern.compile("\\d{1,18}");

  /** One that is being written, or was when its writer ended. */
  private static final Pattern UNFINISHED = Pattern.compile("\\.(\\d{1,18})-.*");

  private final FileSystem files;
  private final Path directory;

  private CutLog(FileSystem files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /**
   * @param directory of the one source; created if it is not there
   */
  public static CutLog in(String directory, Configuration configuration) throws IOException {
    Path path = new Path(directory);
    FileSystem files = path.getFileSystem(configuration);
    files.mkdirs(path);
    return new CutLog(files, path);
  }

  /**
   * Says what a batch consists of, once and for all.
   *
   * @throws IOException if it cannot be written, or was by another run of the program, which did
   *     not know that it had been given up
   */
  void record(long batchTime, Cut cut) throws IOException {
    Path unfinished = new Path(directory, "." + batchTime + "-" + UUID.randomUUID());
    try (FSDataOutputStream out = files.create(unfinished, true)) {
      out.write(cut.toBytes());
      out.hsync();
    }
    Path finished = new Path(directory, String.valueOf(batchTime));
    if (!FirstName.give(files, unfinished, finished)) {
      throw new IOException("another run of the program has written " + finished);
    }
  }

  /** The cuts of that batch and of those behind it. */
  NavigableMap<Long, Cut> since(long batchTime) throws IOException {
    NavigableMap<Long, Cut> cuts = new TreeMap<>();
    for (FileStatus file : files.listStatus(directory)) {
      String name = file.getPath().getName();
      if (isCut(name) && Long.parseLong(name) >= batchTime) {
        cuts.put(Long.parseLong(name), read(file));
      }
    }
    return cuts;
  }

  /** And not an unfinished one, a checksum, or what somebody else has left there. */
  private static boolean isCut(String name) {
    return CUT.matcher(name).matches();
  }

  private Cut read(FileStatus file) throws IOException {
    try (FSDataInputStream in = files.open(file.getPath())) {
      return Cut.of(in.readAllBytes());
    } catch (IOException e) {
      IOException named = new IOException("Cannot read " + file.getPath() + ": " + e.getMessage());
      named.addSuppressed(e); // runners report the innermost cause: let it be this
      throw named;
    }
  }

  /** Nobody asks for the cuts of earlier batches any more. */
  void forgetBefore(long batchTime) throws IOException {
    for (FileStatus file : files.listStatus(directory)) {
      String name = file.getPath().getName();
      Matcher unfinished = UNFINISHED.matcher(name);
      if (isCut(name) && Long.parseLong(name) < batchTime
          || unfinished.matches() && Long.parseLong(unfinished.group(1)) < batchTime) {
        files.delete(file.getPath(), false);
      }
    }
  }
}
