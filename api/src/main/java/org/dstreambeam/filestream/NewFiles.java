// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.filestream;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files of a directory a batch has, by Spark's rule: those that were last modified within the
 * time for which files are remembered, not after the batch, and that no remembered batch has taken.
 *
 * <pre>
 *        T - remembered                T
 *   too old   |   taken, once each     |   left for a later batch
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class NewFiles {

  private static final Logger LOG = LoggerFactory.getLogger(NewFiles.class);

  private final Path directory;
  private final PathFilter filter;
  private final Configuration configuration;
  private final LongFunction<Long> oldest;
  private final long rememberMillis;
  private final NavigableMap<Long, List<String>> takenByBatch = new TreeMap<>();
  private final Set<String> taken = new HashSet<>();
  private boolean warned;

  /**
   * @param directory may be a glob, which is expanded anew for each batch; plain files that it
   *     names are not looked at
   * @param oldest the modification time that files of a batch must be newer than, epoch ms
   * @param rememberMillis for how long a file that was taken is not taken again
   */
  NewFiles(
      Path directory,
      PathFilter filter,
      Configuration configuration,
      LongFunction<Long> oldest,
      long rememberMillis) {
    this.directory = directory;
    this.filter = filter;
    this.configuration = configuration;
    this.oldest = oldest;
    this.rememberMillis = rememberMillis;
  }

  /**
   * The files of a batch; {@link #take} says that it has them. A directory that is not there has
   * none, and one that cannot be listed is tried again with the next batch.
   *
   * @return full paths, in the order of the listing
   */
  public List<String> of(long batchTime) {
    forgetBefore(batchTime);
    List<String> found = new ArrayList<>();
    try {
      FileSystem files = directory.getFileSystem(configuration);
      long from = oldest.apply(batchTime);
      boolean isThere = false;
      for (Path each : directories(files)) {
        isThere = true;
        for (FileStatus child : files.listStatus(each)) {
          if (isNew(child, from, batchTime)) {
            found.add(child.getPath().toString());
          }
        }
      }
      warnOnce(isThere);
    } catch (FileNotFoundException e) { // since its parent was listed
      LOG.warn("No directory to scan: {}: {}", directory, e.getMessage());
      return List.of();
    } catch (IOException | RuntimeException e) { // also of the user's filter
      LOG.warn("Error finding new files under {}: it is tried again", directory, e);
      return List.of();
    }
    return found;
  }

  private List<Path> directories(FileSystem files) throws IOException {
    List<Path> directories = new ArrayList<>();
    FileStatus[] matches = files.globStatus(directory);
    if (matches != null) {
      for (FileStatus match : matches) {
        if (match.isDirectory()) {
          directories.add(match.getPath());
        }
      }
    }
    return directories;
  }

  private void warnOnce(boolean isThere) {
    if (!isThere && !warned) {
      LOG.warn("No directory to scan: {} is not there, or not yet", directory);
    }
    warned = !isThere;
  }

  private boolean isNew(FileStatus file, long from, long batchTime) {
    long modified = file.getModificationTime();
    return filter.accept(file.getPath()) // it sees every file, as on Spark
        && modified > from
        && modified <= batchTime
        && !taken.contains(file.getPath().toString());
  }

  /** The batch has these files, and no later one has for as long as they are remembered. */
  public void take(long batchTime, List<String> files) {
    takenByBatch.put(batchTime, files);
    taken.addAll(files);
  }

  private void forgetBefore(long batchTime) {
    Map<Long, List<String>> old = takenByBatch.headMap(batchTime - rememberMillis, false);
    old.values().forEach(files -> files.forEach(taken::remove));
    old.clear();
  }

  /** For how long, in ms, files that were taken are not taken again. */
  public long rememberMillis() {
    return rememberMillis;
  }
}
