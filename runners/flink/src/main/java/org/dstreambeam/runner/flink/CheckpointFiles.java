// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.AbstractChannelStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.jspecify.annotations.Nullable;

/**
 * The files that a checkpoint of Flink's refers to, wherever they are. Small states are part of the
 * metadata, and have none.
 *
 * @param isAll false if there is something in it of which it is not known where it lies
 */
record CheckpointFiles(List<FileStateHandle> files, boolean isAll) {

  CheckpointFiles {
    files = List.copyOf(files);
  }

  /**
   * @param directory {@code chk-17}
   * @throws IOException if its metadata cannot be read
   */
  static CheckpointFiles of(Path directory) throws IOException {
    Path metadata = new Path(directory, "_metadata");
    try (DataInputStream in = new DataInputStream(metadata.getFileSystem().open(metadata))) {
      return of(
          Checkpoints.loadCheckpointMetadata(
              in, CheckpointFiles.class.getClassLoader(), directory.toString()));
    } catch (RuntimeException e) { // what Flink makes of garbage
      throw new IOException(metadata + " is damaged", e);
    }
  }

  private static CheckpointFiles of(CheckpointMetadata checkpoint) {
    List<FileStateHandle> files = new ArrayList<>();
    boolean isAll = true;
    for (OperatorState operator : checkpoint.getOperatorStates()) {
      isAll &= addTo(files, operator.getCoordinatorState());
      for (OperatorSubtaskState subtask : operator.getStates()) {
        isAll &= addAllTo(files, subtask.getManagedOperatorState());
        isAll &= addAllTo(files, subtask.getRawOperatorState());
        isAll &= addAllTo(files, subtask.getManagedKeyedState());
        isAll &= addAllTo(files, subtask.getRawKeyedState());
        isAll &= addAllTo(files, subtask.getInputChannelState());
        isAll &= addAllTo(files, subtask.getResultSubpartitionState());
      }
    }
    return new CheckpointFiles(files, isAll);
  }

  private static boolean addAllTo(
      List<FileStateHandle> files, Iterable<? extends StateObject> handles) {
    boolean isAll = true;
    for (StateObject handle : handles) {
      isAll &= addTo(files, handle);
    }
    return isAll;
  }

  private static boolean addTo(List<FileStateHandle> files, @Nullable StateObject handle) {
    if (handle instanceof KeyGroupsStateHandle groups) {
      return addTo(files, groups.getDelegateStateHandle());
    }
    if (handle instanceof OperatorStateHandle operator) {
      return addTo(files, operator.getDelegateStateHandle());
    }
    if (handle instanceof AbstractChannelStateHandle<?> channel) {
      return addTo(files, channel.getDelegate());
    }
    if (handle instanceof FileStateHandle file) {
      files.add(file);
      return true;
    }
    return handle == null || handle instanceof ByteStreamStateHandle;
  }

  /**
   * Fails unless all files are there.
   *
   * @throws IOException that names the first one that is not, or has another length
   */
  void check() throws IOException {
    for (FileStateHandle file : files) {
      Path path = file.getFilePath();
      long length = path.getFileSystem().getFileStatus(path).getLen();
      if (length != file.getStateSize()) {
        throw new IOException(path + " has " + length + " bytes instead of " + file.getStateSize());
      }
    }
  }
}
