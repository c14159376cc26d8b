// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.input.PortableDataStream;
import org.apache.spark.rdd.HadoopRDD;
import org.apache.spark.rdd.NewHadoopRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.resource.ResourceInformation;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A {@link SparkContext} for Java programs.
 *
 * <p>Constructors that create one fail, undeclared, with a {@link SparkException} if another is
 * active, or if the configuration has no master or no application name.
 */
public class JavaSparkContext implements Closeable {

  private final SparkContext sc;

  /** Wraps a context; any number of wrappers may share one. */
  public JavaSparkContext(SparkContext sc) {
    this.sc = sc;
  }

  /** A context configured by the {@code spark.*} system properties. */
  public JavaSparkContext() {
    this(new SparkContext());
  }

  public JavaSparkContext(SparkConf conf) {
    this(new SparkContext(conf));
  }

  public JavaSparkContext(String master, String appName) {
    this(new SparkContext(master, appName));
  }

  public JavaSparkContext(String master, String appName, SparkConf conf) {
    this(new SparkContext(master, appName, conf));
  }

  public JavaSparkContext(
      String master, String appName, @Nullable String sparkHome, String jarFile) {
    this(master, appName, sparkHome, new String[] {jarFile});
  }

  public JavaSparkContext(
      String master, String appName, @Nullable String sparkHome, String[] jars) {
    this(master, appName, sparkHome, jars, Map.of());
  }

  public JavaSparkContext(
      String master,
      String appName,
      @Nullable String sparkHome,
      String[] jars,
      Map<String, String> environment) {
    this(
        new SparkContext(
            master,
            appName,
            sparkHome,
            JavaConverters.asScalaBuffer(Arrays.asList(jars)),
            JavaConverters.mapAsScalaMap(environment)));
  }

  public static JavaSparkContext fromSparkContext(SparkContext sc) {
    return new JavaSparkContext(sc);
  }

  public static SparkContext toSparkContext(JavaSparkContext jsc) {
    return jsc.sc();
  }

  /** The jar that the class was loaded from; empty if it was none. */
  public static String[] jarOfClass(Class<?> cls) {
    return array(SparkContext.jarOfClass(cls));
  }

  /** The jar that the object's class was loaded from; empty if it was none. */
  public static String[] jarOfObject(Object obj) {
    return array(SparkContext.jarOfObject(obj));
  }

  private static String[] array(Option<String> jar) {
    return jar.isEmpty() ? new String[0] : new String[] {jar.get()};
  }

  public SparkContext sc() {
    return sc;
  }

  public Boolean isLocal() {
    return sc.isLocal();
  }

  public String sparkUser() {
    return sc.sparkUser();
  }

  public String master() {
    return sc.master();
  }

  public String appName() {
    return sc.appName();
  }

  public List<String> jars() {
    return JavaConverters.seqAsJavaList(sc.jars());
  }

  /** Epoch milliseconds. */
  public Long startTime() {
    return sc.startTime();
  }

  /** The version of Spark that this stands in for. */
  public String version() {
    return sc.version();
  }

  /** {@code spark.default.parallelism} if set, else the number of threads. */
  public Integer defaultParallelism() {
    return sc.defaultParallelism();
  }

  /** The least number of partitions of files: 2, or 1 if there is no parallelism. */
  public Integer defaultMinPartitions() {
    return sc.defaultMinPartitions();
  }

  public Optional<String> getSparkHome() {
    return optional(sc.getSparkHome());
  }

  /** A copy of the configuration. */
  public SparkConf getConf() {
    return sc.getConf();
  }

  /** The elements of a list, in as many contiguous slices as the default parallelism. */
  public <T> JavaRDD<T> parallelize(List<T> list) {
    return parallelize(list, sc.defaultParallelism());
  }

  /**
   * The elements of a list, in {@code numSlices} contiguous slices. The list is read when the RDD
   * is first used.
   */
  public <T> JavaRDD<T> parallelize(List<T> list, int numSlices) {
    return new JavaRDD<>(parallel(list, numSlices), ClassTags.any());
  }

  /** The pairs of a list, in as many contiguous slices as the default parallelism. */
  public <K, V> JavaPairRDD<K, V> parallelizePairs(List<Tuple2<K, V>> list) {
    return parallelizePairs(list, sc.defaultParallelism());
  }

  /**
   * The pairs of a list, in {@code numSlices} contiguous slices. The list is read when the RDD is
   * first used.
   */
  public <K, V> JavaPairRDD<K, V> parallelizePairs(List<Tuple2<K, V>> list, int numSlices) {
    return new JavaPairRDD<>(parallel(list, numSlices), ClassTags.any(), ClassTags.any());
  }

  private <T> RDD<T> parallel(List<T> list, int numSlices) {
    return sc.parallelize(JavaConverters.asScalaBuffer(list), numSlices, ClassTags.any());
  }

  /** The numbers of a list, in as many contiguous slices as the default parallelism. */
  public JavaDoubleRDD parallelizeDoubles(List<Double> list) {
    return parallelizeDoubles(list, sc.defaultParallelism());
  }

  /**
   * The numbers of a list, in {@code numSlices} contiguous slices. The list is read when the RDD is
   * first used.
   */
  public JavaDoubleRDD parallelizeDoubles(List<Double> list, int numSlices) {
    return JavaDoubleRDD.of(parallel(list, numSlices).dataset());
  }

  /** An RDD without partitions. */
  public <T> JavaRDD<T> emptyRDD() {
    return new JavaRDD<>(sc.emptyRDD(ClassTags.any()), ClassTags.any());
  }

  /** What all operations on files start from; the program may change it. */
  public Configuration hadoopConfiguration() {
    return sc.hadoopConfiguration();
  }

  /**
   * The lines of text files: of a file, a directory, a glob, or several of these with commas
   * between, in {@link #defaultMinPartitions} partitions or more.
   */
  public JavaRDD<String> textFile(String path) {
    return textFile(path, sc.defaultMinPartitions());
  }

  /** As {@link #textFile(String)}, in {@code minPartitions} or more where files can be split. */
  public JavaRDD<String> textFile(String path, int minPartitions) {
    return new JavaRDD<>(sc.textFile(path, minPartitions), ClassTags.any());
  }

  /** The path and the content of each file, small ones together in a partition. */
  public JavaPairRDD<String, String> wholeTextFiles(String path, int minPartitions) {
    return pairs(sc.wholeTextFiles(path, minPartitions));
  }

  /** The path and the content of each file, small ones together in a partition. */
  public JavaPairRDD<String, String> wholeTextFiles(String path) {
    return wholeTextFiles(path, sc.defaultMinPartitions());
  }

  /** The path of each file and a handle to open it, small ones together in a partition. */
  public JavaPairRDD<String, PortableDataStream> binaryFiles(String path, int minPartitions) {
    return pairs(sc.binaryFiles(path, minPartitions));
  }

  /** The path of each file and a handle to open it, small ones together in a partition. */
  public JavaPairRDD<String, PortableDataStream> binaryFiles(String path) {
    return binaryFiles(path, sc.defaultMinPartitions());
  }

  /** The records of {@code recordLength} bytes each that files consist of. */
  public JavaRDD<byte[]> binaryRecords(String path, int recordLength) {
    return new JavaRDD<>(
        sc.binaryRecords(path, recordLength, sc.hadoopConfiguration()), ClassTags.any());
  }

  /** The keys and values of sequence files. */
  public <K, V> JavaPairRDD<K, V> sequenceFile(
      String path, Class<K> keyClass, Class<V> valueClass, int minPartitions) {
    return pairs(sc.sequenceFile(path, keyClass, valueClass, minPartitions));
  }

  /** The keys and values of sequence files. */
  public <K, V> JavaPairRDD<K, V> sequenceFile(
      String path, Class<K> keyClass, Class<V> valueClass) {
    return pairs(sc.sequenceFile(path, keyClass, valueClass));
  }

  /** The records that {@code saveAsObjectFile} wrote, here or on Spark. */
  public <T> JavaRDD<T> objectFile(String path, int minPartitions) {
    return new JavaRDD<>(sc.objectFile(path, minPartitions, ClassTags.any()), ClassTags.any());
  }

  /** The records that {@code saveAsObjectFile} wrote, here or on Spark. */
  public <T> JavaRDD<T> objectFile(String path) {
    return objectFile(path, sc.defaultMinPartitions());
  }

  /** What a format of {@code mapred} reads, from wherever {@code conf} says. */
  public <K, V, F extends InputFormat<K, V>> JavaPairRDD<K, V> hadoopRDD(
      JobConf conf,
      Class<F> inputFormatClass,
      Class<K> keyClass,
      Class<V> valueClass,
      int minPartitions) {
    return hadoop(sc.hadoopRDD(conf, inputFormatClass, keyClass, valueClass, minPartitions));
  }

  /** What a format of {@code mapred} reads, from wherever {@code conf} says. */
  public <K, V, F extends InputFormat<K, V>> JavaPairRDD<K, V> hadoopRDD(
      JobConf conf, Class<F> inputFormatClass, Class<K> keyClass, Class<V> valueClass) {
    return hadoopRDD(conf, inputFormatClass, keyClass, valueClass, sc.defaultMinPartitions());
  }

  /** What a format of {@code mapred} reads from files. */
  public <K, V, F extends InputFormat<K, V>> JavaPairRDD<K, V> hadoopFile(
      String path,
      Class<F> inputFormatClass,
      Class<K> keyClass,
      Class<V> valueClass,
      int minPartitions) {
    return hadoop(sc.hadoopFile(path, inputFormatClass, keyClass, valueClass, minPartitions));
  }

  /** What a format of {@code mapred} reads from files. */
  public <K, V, F extends InputFormat<K, V>> JavaPairRDD<K, V> hadoopFile(
      String path, Class<F> inputFormatClass, Class<K> keyClass, Class<V> valueClass) {
    return hadoopFile(path, inputFormatClass, keyClass, valueClass, sc.defaultMinPartitions());
  }

  /** What a format of {@code mapreduce} reads from files. */
  public <K, V, F extends org.apache.hadoop.mapreduce.InputFormat<K, V>>
      JavaPairRDD<K, V> newAPIHadoopFile(
          String path, Class<F> fClass, Class<K> kClass, Class<V> vClass, Configuration conf) {
    return newHadoop(sc.newAPIHadoopFile(path, fClass, kClass, vClass, conf));
  }

  /** What a format of {@code mapreduce} reads, from wherever {@code conf} says. */
  public <K, V, F extends org.apache.hadoop.mapreduce.InputFormat<K, V>>
      JavaPairRDD<K, V> newAPIHadoopRDD(
          Configuration conf, Class<F> fClass, Class<K> kClass, Class<V> vClass) {
    return newHadoop(sc.newAPIHadoopRDD(conf, fClass, kClass, vClass));
  }

  /** The records of a checkpoint, this context's or another's. */
  public <T> JavaRDD<T> checkpointFile(String path) {
    return new JavaRDD<>(sc.checkpointFile(path, ClassTags.any()), ClassTags.any());
  }

  private static <K, V> JavaPairRDD<K, V> pairs(RDD<Tuple2<K, V>> rdd) {
    return new JavaPairRDD<>(rdd, ClassTags.any(), ClassTags.any());
  }

  private static <K, V> JavaPairRDD<K, V> hadoop(RDD<Tuple2<K, V>> rdd) {
    return new JavaHadoopRDD<>((HadoopRDD<K, V>) rdd, ClassTags.any(), ClassTags.any());
  }

  private static <K, V> JavaPairRDD<K, V> newHadoop(RDD<Tuple2<K, V>> rdd) {
    return new JavaNewHadoopRDD<>((NewHadoopRDD<K, V>) rdd, ClassTags.any(), ClassTags.any());
  }

  /**
   * The records of all RDDs, duplicates kept.
   *
   * @throws IllegalArgumentException if there are none
   */
  @SuppressWarnings("unchecked") // The array of the arguments is only read.
  public <T> JavaRDD<T> union(JavaRDD<T>... rdds) {
    return union(JavaConverters.asScalaBuffer(Arrays.asList(rdds)));
  }

  /** The Scala form of {@link #union(JavaRDD[])}. */
  public <T> JavaRDD<T> union(Seq<JavaRDD<T>> rdds) {
    List<RDD<T>> all = new ArrayList<>();
    JavaConverters.seqAsJavaList(rdds).forEach(rdd -> all.add(rdd.rdd()));
    return new JavaRDD<>(unionOf(all), ClassTags.any());
  }

  /**
   * The pairs of all RDDs, duplicates kept.
   *
   * @throws IllegalArgumentException if there are none
   */
  @SuppressWarnings("unchecked") // The array of the arguments is only read.
  public <K, V> JavaPairRDD<K, V> union(JavaPairRDD<K, V>... rdds) {
    List<RDD<Tuple2<K, V>>> all = new ArrayList<>();
    Arrays.asList(rdds).forEach(rdd -> all.add(rdd.rdd()));
    return new JavaPairRDD<>(unionOf(all), ClassTags.any(), ClassTags.any());
  }

  /**
   * The numbers of all RDDs, duplicates kept.
   *
   * @throws IllegalArgumentException if there are none
   */
  public JavaDoubleRDD union(JavaDoubleRDD... rdds) {
    List<RDD<Double>> all = new ArrayList<>();
    Arrays.asList(rdds).forEach(rdd -> all.add(rdd.rdd()));
    return JavaDoubleRDD.of(unionOf(all).dataset());
  }

  private <T> RDD<T> unionOf(List<RDD<T>> rdds) {
    if (rdds.isEmpty()) {
      throw new IllegalArgumentException("requirement failed: Union called on no RDDs");
    }
    return sc.union(JavaConverters.asScalaBuffer(rdds), ClassTags.any());
  }

  /**
   * Checks the level, and does nothing else: how much is logged is for the logging framework behind
   * SLF4J to configure.
   *
   * @throws IllegalArgumentException if there is no such level, in whatever case
   */
  public void setLogLevel(String logLevel) {
    sc.setLogLevel(logLevel);
  }

  /** Sets a property of the calling thread and of those it starts later; null removes it. */
  public void setLocalProperty(String key, @Nullable String value) {
    sc.setLocalProperty(key, value);
  }

  /** A property of the calling thread; null if it is not set. */
  public @Nullable String getLocalProperty(String key) {
    return sc.getLocalProperty(key);
  }

  /**
   * A value that task functions may capture at the cost of a number.
   *
   * @throws RuntimeException an undeclared {@link java.io.NotSerializableException} if the value is
   *     not serialisable and {@code spark.serializer} is Java's
   */
  public <T> Broadcast<T> broadcast(T value) {
    return sc.broadcast(value, ClassTags.any());
  }

  /** As {@link #setJobGroup(String, String, boolean)}, without interrupts. */
  public void setJobGroup(@Nullable String groupId, @Nullable String description) {
    sc.setJobGroup(groupId, description, false);
  }

  /**
   * Puts the jobs that this thread runs from now on into a group.
   *
   * @param interruptOnCancel whether cancelling them interrupts the threads of their tasks
   */
  public void setJobGroup(
      @Nullable String groupId, @Nullable String description, boolean interruptOnCancel) {
    sc.setJobGroup(groupId, description, interruptOnCancel);
  }

  /** Jobs of this thread have no group, description or wish for interrupts any more. */
  public void clearJobGroup() {
    sc.clearJobGroup();
  }

  /** Sets what the jobs of this thread are for; null for nothing. */
  public void setJobDescription(@Nullable String value) {
    sc.setJobDescription(value);
  }

  /** Whether cancelling the jobs of this thread interrupts the threads of their tasks. */
  public void setInterruptOnCancel(boolean interruptOnCancel) {
    sc.setInterruptOnCancel(interruptOnCancel);
  }

  /**
   * Adds a tag to the jobs that this thread runs from now on.
   *
   * @throws IllegalArgumentException if it is null, empty, or contains a comma
   */
  public void addJobTag(String tag) {
    sc.addJobTag(tag);
  }

  /**
   * Removes a tag; has no effect if it is not there.
   *
   * @throws IllegalArgumentException if it is null, empty, or contains a comma
   */
  public void removeJobTag(String tag) {
    sc.removeJobTag(tag);
  }

  public Set<String> getJobTags() {
    return JavaConverters.setAsJavaSet(sc.getJobTags());
  }

  public void clearJobTags() {
    sc.clearJobTags();
  }

  /** Cancels the jobs of a group that run. */
  public void cancelJobGroup(String groupId) {
    sc.cancelJobGroup(groupId);
  }

  /**
   * Cancels the jobs with a tag that run.
   *
   * @throws IllegalArgumentException if it is null, empty, or contains a comma
   */
  public void cancelJobsWithTag(String tag) {
    sc.cancelJobsWithTag(tag);
  }

  public void cancelAllJobs() {
    sc.cancelAllJobs();
  }

  /** Sets where RDDs and jobs of this thread are said to be declared. */
  public void setCallSite(String site) {
    sc.setCallSite(site);
  }

  public void clearCallSite() {
    sc.clearCallSite();
  }

  public JavaSparkStatusTracker statusTracker() {
    return new JavaSparkStatusTracker(sc);
  }

  /** The RDDs that are persisted, by id. */
  public Map<Integer, JavaRDD<?>> getPersistentRDDs() {
    Map<Integer, JavaRDD<?>> rdds = new TreeMap<>();
    JavaConverters.mapAsJavaMap(sc.getPersistentRDDs())
        .forEach((id, rdd) -> rdds.put((Integer) id, rdd.toJavaRDD()));
    return rdds;
  }

  /** As {@link SparkContext#addFile(String)}. */
  public void addFile(String path) {
    sc.addFile(path);
  }

  /** As {@link SparkContext#addFile(String, boolean)}. */
  public void addFile(String path, boolean recursive) {
    sc.addFile(path, recursive);
  }

  /** Makes the classes of a jar known to tasks; a jar that does not exist is only logged. */
  public void addJar(@Nullable String path) {
    sc.addJar(path);
  }

  /** Empty. */
  public Map<String, ResourceInformation> resources() {
    return JavaConverters.mapAsJavaMap(sc.resources());
  }

  /** Sets where checkpoints of RDDs go: a new directory below {@code dir}; null for nowhere. */
  public void setCheckpointDir(@Nullable String dir) {
    sc.setCheckpointDir(dir);
  }

  /** The directory made by {@link #setCheckpointDir}, as a URI, if there is one. */
  public Optional<String> getCheckpointDir() {
    return optional(sc.getCheckpointDir());
  }

  private static <T> Optional<T> optional(Option<T> option) {
    return option.isEmpty() ? Optional.empty() : Optional.of(option.get());
  }

  /** Stops the context, for all its wrappers. */
  public void stop() {
    sc.stop();
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
