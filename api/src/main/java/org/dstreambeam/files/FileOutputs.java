// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.mapred.FileOutputCommitter;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.hadoop.mapred.TextOutputFormat;
import org.apache.hadoop.mapreduce.Job;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.MapIterator;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The actions of RDDs that write files: a directory with a part file per partition, empty ones too,
 * and {@code _SUCCESS}.
 *
 * <p>A directory that exists is refused with a {@link
 * org.apache.hadoop.mapred.FileAlreadyExistsException}, except in jobs of a stream, which overwrite
 * the parts that they write and leave others. If a part cannot be written none becomes visible, and
 * a {@link org.apache.spark.SparkException} {@code Job aborted.} has the reason as its cause. Both
 * are undeclared, and say in a suppressed exception which operation failed.
 */
public final class FileOutputs {

  /** How many records go into an array of an object file: Spark's number. */
  private static final int OBJECTS_PER_ARRAY = 10;

  private FileOutputs() {}

  /** A line per record, its {@code toString}. */
  public static void text(
      Dataset<?> dataset, String path, @Nullable Class<? extends CompressionCodec> codec) {
    text(dataset, path, codec, CallSite.here());
  }

  static void text(
      Dataset<?> dataset,
      String path,
      @Nullable Class<? extends CompressionCodec> codec,
      CallSite site) {
    Dataset<Tuple2<NullWritable, Text>> lines =
        dataset.narrow((partition, records) -> lines(records), false);
    hadoopFile(
        lines,
        path,
        NullWritable.class,
        Text.class,
        TextOutputFormat.class,
        conf(dataset),
        codec,
        site);
  }

  private static Iterator<Tuple2<NullWritable, Text>> lines(Iterator<?> records) {
    Text text = new Text(); // the writer has done with a line before it gets the next
    Tuple2<NullWritable, Text> line = new Tuple2<>(NullWritable.get(), text);
    return new MapIterator<>(
        records,
        record -> {
          if (record == null) {
            throw new IllegalArgumentException(
                "requirement failed: text files do not allow null rows");
          }
          text.set(record.toString());
          return line;
        });
  }

  /** A sequence file of Java-serialised arrays of records. */
  public static void objects(Dataset<?> dataset, String path) {
    objects(dataset, path, CallSite.here());
  }

  static void objects(Dataset<?> dataset, String path, CallSite site) {
    Dataset<Object[]> arrays = dataset.narrow((partition, records) -> arrays(records), false);
    Dataset<Tuple2<NullWritable, BytesWritable>> bytes =
        arrays.narrow(
            (partition, records) -> new MapIterator<>(records, FileOutputs::serialized), false);
    hadoopFile(
        bytes,
        path,
        NullWritable.class,
        BytesWritable.class,
        SequenceFileOutputFormat.class,
        conf(dataset),
        null,
        site);
  }

  private static Iterator<Object[]> arrays(Iterator<?> records) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public Object[] next() {
        List<Object> array = new ArrayList<>(OBJECTS_PER_ARRAY);
        while (array.size() < OBJECTS_PER_ARRAY && records.hasNext()) {
          array.add(records.next());
        }
        return array.toArray();
      }
    };
  }

  private static Tuple2<NullWritable, BytesWritable> serialized(Object[] array) throws IOException {
    return new Tuple2<>(NullWritable.get(), new BytesWritable(JavaSerialization.write(array)));
  }

  /** Hadoop's configuration of the dataset's context, for a job of its own. */
  public static JobConf conf(Dataset<?> dataset) {
    return new JobConf(dataset.context().hadoopConfiguration());
  }

  /**
   * Pairs, in whatever way a format of {@code mapred} writes them.
   *
   * @param conf is given the job's settings
   * @param codec null for what {@code conf} says
   */
  public static void hadoopFile(
      Dataset<?> pairs,
      String path,
      Class<?> key,
      Class<?> value,
      @SuppressWarnings("rawtypes") Class<? extends OutputFormat> format,
      JobConf conf,
      @Nullable Class<? extends CompressionCodec> codec) {
    hadoopFile(pairs, path, key, value, format, conf, codec, CallSite.here());
  }

  static void hadoopFile(
      Dataset<?> pairs,
      String path,
      Class<?> key,
      Class<?> value,
      @SuppressWarnings("rawtypes") Class<? extends OutputFormat> format,
      JobConf conf,
      @Nullable Class<? extends CompressionCodec> codec,
      CallSite site) {
    try {
      conf.setOutputKeyClass(key);
      conf.setOutputValueClass(value);
      conf.setOutputFormat(format);
      if (codec != null) {
        conf.setMapOutputCompressorClass(codec);
        conf.setBoolean("mapreduce.output.fileoutputformat.compress", true);
        conf.set("mapreduce.output.fileoutputformat.compress.codec", codec.getName());
        conf.set(
            "mapreduce.output.fileoutputformat.compress.type", CompressionType.BLOCK.toString());
      }
      if (conf.getOutputCommitter() == null) {
        conf.setOutputCommitter(FileOutputCommitter.class);
      }
      FileOutputFormat.setOutputPath(conf, qualified(path, conf));
      write(pairs, new JobConf(conf), site);
    } catch (Exception e) {
      throw FailedOperation.rethrow(e, site, "it was to write to " + path);
    }
  }

  private static Path qualified(@Nullable String path, Configuration conf) throws IOException {
    if (path == null) {
      throw new IllegalArgumentException("Output path is null");
    }
    Path output = new Path(path);
    return output.getFileSystem(conf).makeQualified(output);
  }

  /** Pairs, in whatever way {@code conf} says, in terms of {@code mapred}. */
  public static void hadoopDataset(Dataset<?> pairs, JobConf conf) {
    CallSite site = CallSite.here();
    try {
      write(pairs, new JobConf(conf), site);
    } catch (Exception e) {
      throw FailedOperation.rethrow(e, site, "it was to write what its JobConf says");
    }
  }

  private static void write(Dataset<?> pairs, JobConf conf, CallSite site) throws Exception {
    Dataset<Tuple2<Object, Object>> records = typed(pairs);
    new SaveJob<>(records, new OldOutput<>(conf, HadoopIds.of(records))).run(site);
  }

  /** Pairs, in whatever way a format of {@code mapreduce} writes them. */
  public static void newHadoopFile(
      Dataset<?> pairs,
      String path,
      Class<?> key,
      Class<?> value,
      @SuppressWarnings("rawtypes")
          Class<? extends org.apache.hadoop.mapreduce.OutputFormat> format,
      Configuration conf) {
    newHadoopFile(pairs, path, key, value, format, conf, CallSite.here());
  }

  static void newHadoopFile(
      Dataset<?> pairs,
      String path,
      Class<?> key,
      Class<?> value,
      @SuppressWarnings("rawtypes")
          Class<? extends org.apache.hadoop.mapreduce.OutputFormat> format,
      Configuration conf,
      CallSite site) {
    try {
      Job job = Job.getInstance(conf);
      job.setOutputKeyClass(key);
      job.setOutputValueClass(value);
      job.setOutputFormatClass(format);
      job.getConfiguration().set(NewOutput.DIRECTORY, path);
      writeNew(pairs, job.getConfiguration(), site);
    } catch (Exception e) {
      throw FailedOperation.rethrow(e, site, "it was to write to " + path);
    }
  }

  /** Pairs, in whatever way {@code conf} says, in terms of {@code mapreduce}. */
  public static void newHadoopDataset(Dataset<?> pairs, Configuration conf) {
    CallSite site = CallSite.here();
    try {
      writeNew(pairs, new Configuration(conf), site);
    } catch (Exception e) {
      throw FailedOperation.rethrow(e, site, "it was to write what its configuration says");
    }
  }

  private static void writeNew(Dataset<?> pairs, Configuration conf, CallSite site)
      throws Exception {
    Dataset<Tuple2<Object, Object>> records = typed(pairs);
    new SaveJob<>(records, new NewOutput<>(conf, HadoopIds.of(records))).run(site);
  }

  @SuppressWarnings("unchecked") // the facade offers it for pairs only
  private static Dataset<Tuple2<Object, Object>> typed(Dataset<?> pairs) {
    return (Dataset<Tuple2<Object, Object>>) pairs;
  }
}
