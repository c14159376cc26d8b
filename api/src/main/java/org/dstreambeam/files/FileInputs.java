// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.SequenceFileInputFormat;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.SparkContext;
import org.apache.spark.input.PortableDataStream;
import org.dstreambeam.compute.FlatMapIterator;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.MapIterator;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rdd.Dataset;
import scala.Tuple2;

/**
 * The operations of the context that read files. A path may be a glob, a directory, or several of
 * these with commas between them. Whether there is such a file is found out when the partitions are
 * asked for.
 */
public final class FileInputs {

  private FileInputs() {}

  /** Lines, each decoded as UTF-8. */
  public static Dataset<String> text(SparkContext context, String path, int minPartitions) {
    Dataset<Tuple2<LongWritable, Text>> lines =
        file(context, path, TextInputFormat.class, minPartitions);
    return named(path, mapped(lines, line -> line._2().toString()));
  }

  /** Objects that {@code saveAsObjectFile} wrote. */
  public static <T> Dataset<T> objects(SparkContext context, String path, int minPartitions) {
    Dataset<Tuple2<NullWritable, BytesWritable>> arrays = sequence(context, path, minPartitions);
    return new FreshDataset<>(
        arrays, (partition, records) -> new FlatMapIterator<>(records, FileInputs::elements));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the program says what they are
  private static <T> Iterator<T> elements(Tuple2<NullWritable, BytesWritable> record)
      throws Exception {
    Object array = JavaSerialization.read(record._2().copyBytes());
    if (array instanceof Object[] objects) {
      return (Iterator<T>) Arrays.asList(objects).iterator();
    }
    return (Iterator<T>)
        IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i)).iterator();
  }

  /** Keys and values of sequence files. */
  public static <K, V> Dataset<Tuple2<K, V>> sequence(
      SparkContext context, String path, int minPartitions) {
    return file(context, path, SequenceFileInputFormat.class, minPartitions);
  }

  /** What a format of {@code mapred} reads from files. */
  public static <K, V> Dataset<Tuple2<K, V>> file(
      SparkContext context, String path, Class<?> format, int minPartitions) {
    context.assertNotStopped();
    JobConf conf = new JobConf(context.hadoopConfiguration());
    return named(
        path,
        new HadoopDataset<>(
            context,
            conf,
            job -> FileInputFormat.setInputPaths(job, path),
            FileInputs.<K, V>typed(format),
            minPartitions));
  }

  /** What a format of {@code mapred} reads, from wherever {@code conf} says. */
  public static <K, V> Dataset<Tuple2<K, V>> dataset(
      SparkContext context, JobConf conf, Class<?> format, int minPartitions) {
    context.assertNotStopped();
    return new HadoopDataset<>(
        context, new JobConf(conf), job -> {}, FileInputs.<K, V>typed(format), minPartitions);
  }

  @SuppressWarnings("unchecked") // the facade's signatures say so
  private static <K, V> Class<? extends InputFormat<K, V>> typed(Class<?> format) {
    return (Class<? extends InputFormat<K, V>>) format;
  }

  /** What a format of {@code mapreduce} reads from files. */
  public static <K, V> Dataset<Tuple2<K, V>> newFile(
      SparkContext context, String path, Class<?> format, Configuration conf) {
    context.assertNotStopped();
    Configuration job = at(path, conf);
    return named(path, newDataset(context, job, format, 0, "NewHadoopRDD"));
  }

  /** What a format of {@code mapreduce} reads, from wherever {@code conf} says. */
  public static <K, V> Dataset<Tuple2<K, V>> newDataset(
      SparkContext context, Configuration conf, Class<?> format) {
    context.assertNotStopped();
    return newDataset(context, new JobConf(conf), format, 0, "NewHadoopRDD");
  }

  @SuppressWarnings("unchecked") // the facade's signatures say so
  private static <K, V> Dataset<Tuple2<K, V>> newDataset(
      SparkContext context, Configuration conf, Class<?> format, int minPartitions, String kind) {
    return new NewHadoopDataset<>(
        context,
        conf,
        (Class<? extends org.apache.hadoop.mapreduce.InputFormat<K, V>>) format,
        minPartitions,
        kind);
  }

  private static Configuration at(String path, Configuration conf) {
    try {
      Job job = Job.getInstance(conf);
      org.apache.hadoop.mapreduce.lib.input.FileInputFormat.setInputPaths(job, path);
      return job.getConfiguration();
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** Each file's path and content. */
  public static Dataset<Tuple2<String, String>> wholeTexts(
      SparkContext context, String path, int minPartitions) {
    Dataset<Tuple2<String, String>> files =
        packed(context, path, WholeTextFiles.class, minPartitions, "WholeTextFileRDD");
    return named(path, mapped(files, file -> file));
  }

  /** Each file's path, and the file to open. */
  public static Dataset<Tuple2<String, PortableDataStream>> binaries(
      SparkContext context, String path, int minPartitions) {
    return named(path, packed(context, path, BinaryFiles.class, minPartitions, "BinaryFileRDD"));
  }

  private static <V> Dataset<Tuple2<String, V>> packed(
      SparkContext context,
      String path,
      Class<? extends PackedFiles<V>> format,
      int minPartitions,
      String kind) {
    context.assertNotStopped();
    Configuration conf = at(path, context.hadoopConfiguration());
    return newDataset(context, conf, format, minPartitions, kind);
  }

  /** Records of {@code length} bytes. */
  public static Dataset<byte[]> binaryRecords(
      SparkContext context, String path, int length, Configuration conf) {
    Dataset<Tuple2<LongWritable, BytesWritable>> records =
        newFile(
            context, path, FixedLengthRecords.class, FixedLengthRecords.configured(conf, length));
    return mapped(records, record -> record._2().copyBytes());
  }

  private static <I, O> Dataset<O> mapped(
      Dataset<I> parent, org.apache.spark.api.java.function.Function<I, O> function) {
    return new FreshDataset<>(parent, (partition, records) -> new MapIterator<>(records, function));
  }

  private static <T> Dataset<T> named(String path, Dataset<T> dataset) {
    dataset.setName(path);
    return dataset;
  }
}
