// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.input.InvalidInputException;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.spark.SparkContext;
import org.dstreambeam.rdd.Dataset;
import scala.Tuple2;

/** What an input format of {@code mapreduce} reads: a partition per split, records reused. */
public final class NewHadoopDataset<K, V> extends Dataset<Tuple2<K, V>> {

  /** A format that is told how many partitions the program wants at least. */
  interface Partitioned {
    void setMinPartitions(SparkContext context, JobContext job, int minPartitions)
        throws IOException;
  }

  private final Configuration conf;
  private final Class<? extends InputFormat<K, V>> format;
  private final int minPartitions;
  private final String kind;
  private final boolean wholeFiles; // of which each is a new record that nobody can change
  private transient HadoopIds ids;
  private final ReadTolerance tolerance;
  private transient Splits<InputSplit> splits = new Splits<>(this::find);

  /**
   * @param conf belongs to this from now on
   * @param minPartitions for a format that is {@link Partitioned}
   * @param kind the name of Spark's class
   */
  NewHadoopDataset(
      SparkContext context,
      Configuration conf,
      Class<? extends InputFormat<K, V>> format,
      int minPartitions,
      String kind) {
    super(context);
    this.conf = conf;
    this.format = format;
    this.minPartitions = minPartitions;
    this.kind = kind;
    this.wholeFiles = PackedFiles.class.isAssignableFrom(format);
    this.ids = HadoopIds.of(this);
    this.tolerance = ReadTolerance.of(context.conf());
  }

  /** The splits are found anew. */
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    ids = HadoopIds.of(this);
    splits = new Splits<>(this::find);
  }

  private List<InputSplit> find() throws IOException, InterruptedException {
    JobContext job = new JobContextImpl(conf, ids.job());
    InputFormat<K, V> input = newFormat();
    if (input instanceof Partitioned partitioned) {
      partitioned.setMinPartitions(context(), job, minPartitions);
    }
    List<InputSplit> found = new ArrayList<>();
    try {
      for (InputSplit split : input.getSplits(job)) {
        if (!tolerance.emptySplits() || input instanceof Partitioned || split.getLength() > 0) {
          found.add(split);
        }
      }
    } catch (InvalidInputException e) {
      if (!tolerance.missingFiles()) {
        throw e;
      }
    }
    return found;
  }

  private InputFormat<K, V> newFormat() {
    return ReflectionUtils.newInstance(format, conf);
  }

  InputSplit split(int partition) {
    return splits.get(this).get(partition);
  }

  @Override
  public int partitions() {
    return splits.get(this).size();
  }

  @Override
  public Iterator<Tuple2<K, V>> compute(int partition) throws Exception {
    InputSplit split = split(partition);
    TaskAttemptContext attempt =
        new TaskAttemptContextImpl(conf, ids.attempt(TaskType.MAP, partition, 0));
    return SplitIterator.open(
        split,
        tolerance,
        () -> {
          RecordReader<K, V> reader = newFormat().createRecordReader(split, attempt);
          reader.initialize(split, attempt);
          return new NewReader<>(reader);
        });
  }

  private record NewReader<K, V>(RecordReader<K, V> reader)
      implements SplitIterator.Reader<Tuple2<K, V>> {
    @Override
    public boolean advance() throws IOException, InterruptedException {
      return reader.nextKeyValue();
    }

    @Override
    public Tuple2<K, V> current() throws IOException, InterruptedException {
      return new Tuple2<>(reader.getCurrentKey(), reader.getCurrentValue());
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  @Override
  public boolean sharesRecords() {
    return !wholeFiles;
  }

  @Override
  public boolean reusesRecords() {
    return checkpoint() == null && !wholeFiles;
  }

  @Override
  public String kind() {
    return kind;
  }
}
