// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.InvalidInputException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.spark.SparkContext;
import org.dstreambeam.rdd.Dataset;
import scala.Tuple2;

/** What an input format of {@code mapred} reads: a partition per split, records reused. */
public final class HadoopDataset<K, V> extends Dataset<Tuple2<K, V>> {

  /** Completes a configuration. */
  interface Preparation extends Serializable {
    void complete(JobConf conf);
  }

  private final JobConf conf;
  private final Preparation preparation;
  private final Class<? extends InputFormat<K, V>> format;
  private final int minPartitions;
  private final ReadTolerance tolerance;
  private transient Splits<InputSplit> splits;

  /**
   * @param conf belongs to this from now on
   * @param preparation completes {@code conf} when the splits are first asked for
   */
  HadoopDataset(
      SparkContext context,
      JobConf conf,
      Preparation preparation,
      Class<? extends InputFormat<K, V>> format,
      int minPartitions) {
    super(context);
    this.conf = conf;
    this.format = format;
    this.minPartitions = minPartitions;
    this.tolerance = ReadTolerance.of(context.conf());
    this.preparation = preparation;
    this.splits = new Splits<>(this::find);
  }

  /** The splits are found anew. */
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    splits = new Splits<>(this::find);
  }

  private List<InputSplit> find() throws Exception {
    preparation.complete(conf);
    InputSplit[] all;
    try {
      all = newFormat().getSplits(conf, minPartitions);
    } catch (InvalidInputException e) {
      if (!tolerance.missingFiles()) {
        throw e;
      }
      return List.of();
    }
    if (tolerance.emptySplits()) {
      return Arrays.stream(all).filter(HadoopDataset::hasContent).toList();
    }
    return List.of(all);
  }

  private static boolean hasContent(InputSplit split) {
    try {
      return split.getLength() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    return SplitIterator.open(
        split,
        tolerance,
        () -> new OldReader<>(newFormat().getRecordReader(split, conf, Reporter.NULL)));
  }

  private static final class OldReader<K, V> implements SplitIterator.Reader<Tuple2<K, V>> {
    private final RecordReader<K, V> reader;
    private final K key;
    private final V value;

    OldReader(RecordReader<K, V> reader) {
      this.reader = reader;
      this.key = reader.createKey();
      this.value = reader.createValue();
    }

    @Override
    public boolean advance() throws IOException {
      return reader.next(key, value);
    }

    @Override
    public Tuple2<K, V> current() {
      return new Tuple2<>(key, value);
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
    return true;
  }

  @Override
  public boolean reusesRecords() {
    return checkpoint() == null;
  }

  @Override
  public String kind() {
    return "HadoopRDD";
  }
}
