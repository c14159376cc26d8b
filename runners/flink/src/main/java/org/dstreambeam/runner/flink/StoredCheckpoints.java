// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that Flink has left in a directory.
 *
 * <pre>
 *   state/ job/ chk-17/_metadata     one job for each start; numbers go on
 *               chk-18/_metadata
 * </pre>
 */
final class StoredCheckpoints {

  private static final Logger LOG = LoggerFactory.getLogger(StoredCheckpoints.class);

  private static final String PREFIX = "chk-";

  private StoredCheckpoints() {}

  /**
   * One whose metadata was written, which Flink does last.
   *
   * @param modified when, epoch ms
   */
  record Candidate(Path directory, long number, long modified) {}

  /**
   * The newest one of which everything is there, as a path for Flink; null if there is none at all.
   *
   * @throws IOException if there are some, and none is whole: what is wrong with the newest
   */
  static @Nullable String newest(URI state) throws IOException {
    List<Candidate> all = all(new Path(state));
    @Nullable IOException first = null;
    for (Candidate candidate : all) {
      try {
        CheckpointFiles.of(candidate.directory()).check();
        return candidate.directory().toString();
      } catch (IOException e) {
        LOG.warn(
            "Checkpoint {} cannot be used, the one before it is: {}",
            candidate.directory(),
            e.getMessage());
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return null;
  }

  /** The newest first. */
  static List<Candidate> all(Path state) throws IOException {
    FileSystem files = state.getFileSystem();
    List<Candidate> all = new ArrayList<>();
    for (FileStatus job : list(files, state)) {
      for (FileStatus checkpoint : job.isDir() ? list(files, job.getPath()) : new FileStatus[0]) {
        String name = checkpoint.getPath().getName();
        Path metadata = new Path(checkpoint.getPath(), "_metadata");
        if (name.startsWith(PREFIX) && files.exists(metadata)) {
          all.add(
              new Candidate(
                  checkpoint.getPath(),
                  Long.parseLong(name.substring(PREFIX.length())),
                  files.getFileStatus(metadata).getModificationTime()));
        }
      }
    }
    all.sort(
        Comparator.comparingLong(Candidate::number)
            .thenComparingLong(Candidate::modified)
            .reversed());
    return all;
  }

  /** Nothing if there is no such directory. */
  static FileStatus[] list(FileSystem files, Path directory) throws IOException {
    try {
      FileStatus[] found = files.listStatus(directory);
      return found == null ? new FileStatus[0] : found;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
