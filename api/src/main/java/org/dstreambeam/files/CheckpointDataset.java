// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of a checkpoint. */
final class CheckpointDataset<T> extends Dataset<T> {

  static final String PARTITIONER = "_partitioner";

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointDataset.class);

  private final String directory;
  private transient FileSystem files;
  private final @Nullable Partitioner partitioner;
  private transient Splits<Path> parts = new Splits<>(this::find);

  CheckpointDataset(SparkContext context, String directory) {
    super(context);
    context.assertNotStopped();
    this.directory = directory;
    Path path = new Path(directory);
    try {
      this.files = path.getFileSystem(context.hadoopConfiguration());
      if (!files.exists(path)) {
        throw new IllegalArgumentException(
            "requirement failed: Checkpoint directory does not exist: " + directory);
      }
      this.partitioner = readPartitioner(new Path(path, PARTITIONER));
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** The parts are found anew. */
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    files = new Path(directory).getFileSystem(context().hadoopConfiguration());
    parts = new Splits<>(this::find);
  }

  static String partName(int partition) {
    return String.format("part-%05d", partition);
  }

  String directory() {
    return directory;
  }

  /** One that cannot be read costs a shuffle, no more. */
  private @Nullable Partitioner readPartitioner(Path file) throws IOException {
    if (!files.exists(file)) {
      return null;
    }
    try (ObjectInputStream in = JavaSerialization.input(files.open(file))) {
      return (Partitioner) in.readObject();
    } catch (IOException | ClassNotFoundException | ClassCastException e) {
      LOG.warn("The partitioner in {} cannot be read", file, e);
      return null;
    }
  }

  private List<Path> find() throws IOException, SparkException {
    List<Path> found =
        Arrays.stream(files.listStatus(new Path(directory)))
            .map(FileStatus::getPath)
            .filter(path -> path.getName().startsWith("part-"))
            .sorted()
            .toList();
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).getName().equals(partName(i))) {
        throw new SparkException("Invalid checkpoint file: " + found.get(i));
      }
    }
    return found;
  }

  @Override
  public int partitions() {
    return parts.get(this).size();
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return partitioner;
  }

  @Override
  public Iterator<T> compute(int partition) throws Exception {
    Path part = parts.get(this).get(partition);
    return SplitIterator.open(
        part,
        ReadTolerance.NONE,
        () -> new Records<>(JavaSerialization.input(new BufferedInputStream(files.open(part)))));
  }

  private static final class Records<T> implements SplitIterator.Reader<T> {
    private final ObjectInputStream in;
    private @Nullable Object record;

    Records(ObjectInputStream in) {
      this.in = in;
    }

    @Override
    public boolean advance() throws IOException {
      try {
        record = in.readObject();
        return true;
      } catch (EOFException e) { // the stream does not say how many there are
        return false;
      } catch (ClassNotFoundException e) {
        throw new IOException("A class of the checkpoint is not on the class path", e);
      }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what was written; a record may be null
    public T current() {
      return (T) record;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  @Override
  public String kind() {
    return "ReliableCheckpointRDD";
  }
}
