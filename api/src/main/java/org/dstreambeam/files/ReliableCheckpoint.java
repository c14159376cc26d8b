// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.rdd.Checkpointer;
import org.dstreambeam.rdd.Dataset;

/**
 * Writes a dataset as Spark does: {@code rdd-7/part-00000} and so on, each a stream of
 * Java-serialised records, and {@code _partitioner} if there is one.
 */
final class ReliableCheckpoint implements Checkpointer {

  /** After how many records the writer forgets those before: Spark's default. */
  private static final int RESET_EVERY = 100;

  private final String parent;
  private final AtomicInteger attempts = new AtomicInteger();

  ReliableCheckpoint(String parent) {
    this.parent = parent;
  }

  @Override
  public <T> Dataset<T> write(Dataset<T> dataset) throws Exception {
    Path directory = new Path(parent, "rdd-" + dataset.id());
    try {
      Configuration conf = dataset.context().hadoopConfiguration();
      FileSystem files = directory.getFileSystem(conf);
      if (!files.mkdirs(directory)) {
        throw new SparkException("Failed to create checkpoint path " + directory);
      }
      dataset.runTasks((partition, records) -> writePart(files, directory, partition, records));
      Partitioner partitioner = dataset.partitioner();
      if (partitioner != null) {
        try (ObjectOutputStream out =
            new ObjectOutputStream(
                files.create(new Path(directory, CheckpointDataset.PARTITIONER), false))) {
          out.writeObject(partitioner);
        }
      }
    } catch (Exception e) {
      throw FailedOperation.rethrow(
          e, dataset.callSite(), "its checkpoint was to be written to " + directory);
    }
    CheckpointDataset<T> saved = new CheckpointDataset<>(dataset.context(), directory.toString());
    if (saved.partitions() != dataset.partitions()) {
      throw new SparkException(
          "The checkpoint of %s in %s has %d partitions, not %d"
              .formatted(dataset, directory, saved.partitions(), dataset.partitions()));
    }
    return saved;
  }

  /** Under another name first: a part is there when it is whole. */
  private void writePart(FileSystem files, Path directory, int partition, Iterator<?> records)
      throws IOException {
    String name = CheckpointDataset.partName(partition);
    Path part = new Path(directory, name);
    Path attempt = new Path(directory, "." + name + "-attempt-" + attempts.getAndIncrement());
    boolean done = false;
    try {
      try (OutputStream bytes = files.create(attempt, false);
          ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        for (int i = 1; records.hasNext(); i++) {
          out.writeObject(records.next());
          if (i % RESET_EVERY == 0) {
            out.reset();
          }
        }
      }
      done = files.rename(attempt, part) || files.exists(part);
      if (!done) {
        throw new IOException("Checkpoint failed: failed to save output of task: " + part);
      }
    } finally {
      if (!done) {
        files.delete(attempt, false);
      }
    }
  }
}
