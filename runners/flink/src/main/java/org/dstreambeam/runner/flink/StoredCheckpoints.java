// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
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

  private record Candidate(Path directory, long number, long modified) {}

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
        check(candidate.directory());
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
  private static List<Candidate> all(Path state) throws IOException {
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

  private static FileStatus[] list(FileSystem files, Path directory) throws IOException {
    try {
      FileStatus[] found = files.listStatus(directory);
      return found == null ? new FileStatus[0] : found;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private static void check(Path directory) throws IOException {
    Path metadata = new Path(directory, "_metadata");
    CheckpointMetadata checkpoint;
    try (DataInputStream in = new DataInputStream(metadata.getFileSystem().open(metadata))) {
      checkpoint =
          Checkpoints.loadCheckpointMetadata(
              in, StoredCheckpoints.class.getClassLoader(), directory.toString());
    } catch (RuntimeException e) { // what it makes of garbage
      throw new IOException(metadata + " is damaged", e);
    }
    for (OperatorState operator : checkpoint.getOperatorStates()) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        checkOperatorState(subtask.getManagedOperatorState());
        checkOperatorState(subtask.getRawOperatorState());
        checkKeyedState(subtask.getManagedKeyedState());
        checkKeyedState(subtask.getRawKeyedState());
      }
    }
  }

  private static void checkOperatorState(Iterable<OperatorStateHandle> handles) throws IOException {
    for (OperatorStateHandle handle : handles) {
      check(handle.getDelegateStateHandle());
    }
  }

  private static void checkKeyedState(Iterable<KeyedStateHandle> handles) throws IOException {
    for (KeyedStateHandle handle : handles) {
      if (handle instanceof KeyGroupsStateHandle groups) {
        check(groups.getDelegateStateHandle());
      }
    }
  }

  private static void check(StreamStateHandle handle) throws IOException {
    if (handle instanceof FileStateHandle file) { // small ones are part of the metadata
      Path path = file.getFilePath();
      long length = path.getFileSystem().getFileStatus(path).getLen();
      if (length != file.getStateSize()) {
        throw new IOException(path + " has " + length + " bytes instead of " + file.getStateSize());
      }
    }
  }
}
