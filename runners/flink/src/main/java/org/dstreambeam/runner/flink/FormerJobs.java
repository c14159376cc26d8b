// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what earlier starts of a program have left and nobody will start from: each start is a
 * job with a folder of its own, and Flink keeps the last checkpoints of each for good.
 *
 * <p>The newest three checkpoints of all jobs stay, the one that is started from among them, and so
 * does every folder that has one of them or a file that one of them refers to. A folder goes only
 * if all that it holds was made by Flink before the oldest of the three. Where anything is not as
 * it should be, nothing is removed.
 */
final class FormerJobs {

  private static final Logger LOG = LoggerFactory.getLogger(FormerJobs.class);

  private static final int KEPT = 3;

  /** As Flink writes the id of a job. */
  private static final Pattern JOB = Pattern.compile("[0-9a-f]{32}");

  /** As Flink calls what is in the folder of a job. */
  private static final Pattern OF_FLINK = Pattern.compile("chk-\\d+|shared|taskowned");

  private FormerJobs() {}

  /**
   * Before the program's own job is there.
   *
   * @param state where all jobs of a lineage have their folders
   */
  static void remove(URI state) {
    Path directory = new Path(state);
    try {
      FileSystem files = directory.getFileSystem();
      List<StoredCheckpoints.Candidate> all = StoredCheckpoints.all(directory);
      if (all.size() <= KEPT) {
        return;
      }
      List<StoredCheckpoints.Candidate> kept = all.subList(0, KEPT);
      Set<String> needed = needed(kept);
      long oldest =
          kept.stream().mapToLong(StoredCheckpoints.Candidate::modified).min().orElseThrow();
      for (FileStatus job : StoredCheckpoints.list(files, directory)) {
        Path folder = job.getPath();
        if (JOB.matcher(folder.getName()).matches()
            && !needed.contains(folder.getName())
            && isOlder(files, job, oldest)) {
          LOG.info("Removing the checkpoints of an earlier start: {}", folder);
          files.delete(folder, true);
        }
      }
    } catch (IOException | RuntimeException e) { // disk space, and not worth a program
      LOG.warn("The checkpoints of earlier starts stay in {}: {}", state, e.getMessage());
    }
  }

  /** The names of the jobs that must stay. */
  private static Set<String> needed(List<StoredCheckpoints.Candidate> checkpoints)
      throws IOException {
    Set<String> names = new HashSet<>();
    for (StoredCheckpoints.Candidate checkpoint : checkpoints) {
      names.add(checkpoint.directory().getParent().getName());
      CheckpointFiles files = CheckpointFiles.of(checkpoint.directory());
      files.check();
      if (!files.isAll()) {
        throw new IOException(checkpoint.directory() + " may use files of theirs");
      }
      for (FileStateHandle file : files.files()) {
        for (Path path = file.getFilePath(); path != null; path = path.getParent()) {
          names.add(path.getName()); // no other folder is called as a job is
        }
      }
    }
    return names;
  }

  /** Whether Flink made all that is in the folder, and before that time, in epoch ms. */
  private static boolean isOlder(FileSystem files, FileStatus job, long time) throws IOException {
    if (!job.isDir() || job.getModificationTime() >= time) {
      return false;
    }
    for (FileStatus entry : StoredCheckpoints.list(files, job.getPath())) {
      if (!OF_FLINK.matcher(entry.getPath().getName()).matches()) {
        LOG.warn("{} stays: {} is not Flink's", job.getPath(), entry.getPath().getName());
        return false;
      }
      for (FileStatus file : StoredCheckpoints.list(files, entry.getPath())) {
        if (file.getModificationTime() >= time) {
          return false;
        }
      }
    }
    return true;
  }
}
