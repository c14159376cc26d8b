// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Checkpoints of RDDs, in a directory of the context's own below the one the program named. */
public final class Checkpoints {

  private Checkpoints() {}

  /**
   * Creates a new directory.
   *
   * @param parent a path, or a URI of any file system
   * @return its URI
   */
  public static String createDirectory(SparkContext context, String parent) {
    return create(context, new Path(parent, UUID.randomUUID().toString()));
  }

  /**
   * Creates the directory that a streaming program names, if it is not there.
   *
   * @return its URI
   */
  public static String resolve(SparkContext context, String directory) {
    return create(context, new Path(directory));
  }

  private static String create(SparkContext context, Path path) {
    try {
      FileSystem files = path.getFileSystem(context.hadoopConfiguration());
      files.mkdirs(path); // if it cannot, the next line says so
      return files.getFileStatus(path).getPath().toString();
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** Marks {@code dataset}, to be written after the first job that uses it. */
  public static void mark(Dataset<?> dataset) {
    Option<String> directory = dataset.context().getCheckpointDir();
    if (directory.isEmpty()) {
      throw Rethrow.as(
          new SparkException("Checkpoint directory has not been set in the SparkContext"));
    }
    dataset.markForCheckpoint(new ReliableCheckpoint(directory.get()));
  }

  /** The directory of the checkpoint, as a URI; null while there is none. */
  public static @Nullable String fileOf(Dataset<?> dataset) {
    return dataset.checkpoint() instanceof CheckpointDataset<?> saved ? saved.directory() : null;
  }

  /** Reads a checkpoint that this program, or another, has written. */
  public static <T> Dataset<T> read(SparkContext context, String directory) {
    return new CheckpointDataset<>(context, directory);
  }
}
