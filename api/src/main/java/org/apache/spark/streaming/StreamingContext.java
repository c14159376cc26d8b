// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.HadoopConf;
import org.dstreambeam.files.TextStore;
import org.dstreambeam.filestream.FileStreams;
import org.dstreambeam.lifecycle.ActiveContext;
import org.dstreambeam.lifecycle.Recovery;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.RddQueue;
import org.dstreambeam.plan.Sources;
import org.dstreambeam.plan.TransformNode.BatchFunction;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Map;
import scala.collection.Seq;
import scala.reflect.ClassTag;

/**
 * Entry point of a streaming program, as Scala names it; Java programs use {@link
 * org.apache.spark.streaming.api.java.JavaStreamingContext}.
 *
 * <p>What it does lives in {@link StreamingLifecycle}. All methods may be called from any thread.
 */
public class StreamingContext {

  private final SparkContext sparkContext;
  private final StreamingLifecycle lifecycle;

  /**
   * @param sparkContext shared with the caller
   * @param batchDuration the batch interval
   * @throws IllegalArgumentException if {@code batchDuration} is null
   */
  public StreamingContext(SparkContext sparkContext, Duration batchDuration) {
    this(batchDuration, sparkContext);
    if (conf().contains("spark.streaming.checkpoint.directory")) {
      lifecycle.checkpointTo(conf().get("spark.streaming.checkpoint.directory"));
    }
  }

  /** For a program that was submitted in another JVM. Not part of Spark's API. */
  public static StreamingContext arriving(SparkContext sparkContext, Duration batchDuration) {
    return new StreamingContext(batchDuration, sparkContext);
  }

  private StreamingContext(Duration batchDuration, SparkContext sparkContext) {
    if (batchDuration == null) {
      throw new IllegalArgumentException(
          "requirement failed: Batch duration for StreamingContext cannot be null");
    }
    this.sparkContext = sparkContext;
    this.lifecycle = new StreamingLifecycle(this, sparkContext, batchDuration);
  }

  /** Creates a Spark context from {@code conf}; fails if one runs in this JVM. */
  public StreamingContext(SparkConf conf, Duration batchDuration) {
    this(new SparkContext(conf), batchDuration);
  }

  /**
   * Goes on where the last program was whose checkpoints lie in {@code path}, with its
   * configuration and batch interval. Streams and outputs have to be declared again; see
   * docs/semantics.md, "Recovery".
   *
   * @throws IllegalArgumentException if there is no checkpoint
   */
  public StreamingContext(String path) {
    this(path, HadoopConf.of(new SparkConf()));
  }

  /** As {@link #StreamingContext(String)}, with a configuration to read {@code path}. */
  public StreamingContext(String path, Configuration hadoopConf) {
    this(Recovery.fromPath(TextStore.in(path, hadoopConf)));
  }

  /** As {@link #StreamingContext(String)}, with the Spark context of the program. */
  public StreamingContext(String path, SparkContext sparkContext) {
    this(Recovery.fromPath(TextStore.in(path, sparkContext.hadoopConfiguration()), sparkContext));
  }

  private StreamingContext(Recovery.FromPath recovered) {
    this(recovered.spark(), recovered.batch());
    lifecycle.recover(recovered.request());
  }

  /**
   * Creates a Spark context for {@code master}; {@code sparkHome} and {@code jars} are only kept.
   */
  public StreamingContext(
      String master,
      String appName,
      Duration batchDuration,
      @Nullable String sparkHome,
      Seq<String> jars,
      Map<String, String> environment) {
    this(
        newConf(
            master,
            appName,
            sparkHome,
            JavaConverters.seqAsJavaListConverter(jars).asJava(),
            JavaConverters.mapAsJavaMapConverter(environment).asJava()),
        batchDuration);
  }

  /** The jar that the class was loaded from, if it was a jar. */
  public static Option<String> jarOfClass(Class<?> cls) {
    return SparkContext.jarOfClass(cls);
  }

  private static SparkConf newConf(
      String master,
      String appName,
      @Nullable String sparkHome,
      List<String> jars,
      java.util.Map<String, String> environment) {
    SparkConf conf = new SparkConf().setMaster(master).setAppName(appName);
    if (sparkHome != null) {
      conf.setSparkHome(sparkHome);
    }
    if (!jars.isEmpty()) {
      conf.setJars(jars.toArray(String[]::new));
    }
    environment.forEach(conf::setExecutorEnv);
    return conf;
  }

  /** The context that is started and not yet stopped in this JVM. */
  public static Option<StreamingContext> getActive() {
    return Option.apply(ActiveContext.get());
  }

  /** The active context, or what {@code creatingFunc} makes. */
  public static StreamingContext getActiveOrCreate(Function0<StreamingContext> creatingFunc) {
    return Recovery.getActiveOrCreate(creatingFunc::apply);
  }

  /** The active context, or as {@link #getOrCreate}. */
  public static StreamingContext getActiveOrCreate(
      String checkpointPath,
      Function0<StreamingContext> creatingFunc,
      Configuration hadoopConf,
      boolean createOnError) {
    return Recovery.getActiveOrCreate(
        () -> getOrCreate(checkpointPath, creatingFunc, hadoopConf, createOnError));
  }

  public static Configuration getActiveOrCreate$default$3() {
    return getOrCreate$default$3();
  }

  public static boolean getActiveOrCreate$default$4() {
    return false;
  }

  /**
   * What {@code creatingFunc} makes. It goes on where the last program was whose checkpoints lie in
   * {@code checkpointPath}, if there are any: {@code creatingFunc} is called in any case, see
   * docs/semantics.md, "Recovery".
   *
   * @param createOnError whether to begin with nothing if none of the checkpoints can be read,
   *     which is an undeclared {@link org.apache.spark.SparkException} otherwise
   */
  public static StreamingContext getOrCreate(
      String checkpointPath,
      Function0<StreamingContext> creatingFunc,
      Configuration hadoopConf,
      boolean createOnError) {
    return Recovery.getOrCreate(
        TextStore.in(checkpointPath, hadoopConf), creatingFunc::apply, createOnError);
  }

  public static Configuration getOrCreate$default$3() {
    return HadoopConf.of(new SparkConf());
  }

  public static boolean getOrCreate$default$4() {
    return false;
  }

  /** For this library: what this context does. */
  public StreamingLifecycle lifecycle() {
    return lifecycle;
  }

  public SparkContext sparkContext() {
    return sparkContext;
  }

  public SparkContext sc() {
    return sparkContext;
  }

  public SparkConf conf() {
    return sparkContext.conf();
  }

  /** A stream of what {@code receiver} stores; it is launched when the context starts. */
  public <T> ReceiverInputDStream<T> receiverStream(Receiver<T> receiver, ClassTag<T> tag) {
    return Sources.receiver(this, "receiverStream", receiver);
  }

  /**
   * Blocks of serialised records from a TCP server, each as its length (four bytes, the highest
   * first) and its bytes; reconnects for ever. See docs/semantics.md, "Sockets".
   *
   * @param tag not needed
   */
  public <T> ReceiverInputDStream<T> rawSocketStream(
      String hostname, int port, StorageLevel storageLevel, ClassTag<T> tag) {
    return Sources.rawSocket(this, hostname, port, storageLevel);
  }

  public <T> StorageLevel rawSocketStream$default$3() {
    return StorageLevel.MEMORY_AND_DISK_SER_2();
  }

  /** UTF-8 lines from a TCP server; reconnects for ever. See docs/semantics.md, "Sockets". */
  public ReceiverInputDStream<String> socketTextStream(
      String hostname, int port, StorageLevel storageLevel) {
    return Sources.socketText(this, hostname, port, storageLevel);
  }

  /**
   * What {@code converter} makes of the bytes of a TCP server, called once for each connection;
   * reconnects for ever. See docs/semantics.md, "Sockets".
   */
  public <T> ReceiverInputDStream<T> socketStream(
      String hostname,
      int port,
      Function1<InputStream, Iterator<T>> converter,
      StorageLevel storageLevel,
      ClassTag<T> tag) {
    return Sources.socket(
        this,
        hostname,
        port,
        bytes -> JavaConverters.asJavaIteratorConverter(converter.apply(bytes)).asJava(),
        storageLevel);
  }

  /** Lines of the files that come into a directory, decoded as UTF-8. */
  public DStream<String> textFileStream(String directory) {
    return FileStreams.text(this, directory);
  }

  /** Records of one length, in bytes, of the files that come into a directory. */
  public DStream<byte[]> binaryRecordsStream(String directory, int recordLength) {
    return FileStreams.binaryRecords(this, directory, recordLength);
  }

  /** What an input format of {@code mapreduce} reads of the files that come into a directory. */
  public <K, V, F extends InputFormat<K, V>> InputDStream<Tuple2<K, V>> fileStream(
      String directory, ClassTag<K> keys, ClassTag<V> values, ClassTag<F> format) {
    return FileStreams.files(
        this, "fileStream", directory, format.runtimeClass(), null, true, null);
  }

  /** As the other, of the files that {@code filter} takes, and of older ones too if wished. */
  public <K, V, F extends InputFormat<K, V>> InputDStream<Tuple2<K, V>> fileStream(
      String directory,
      Function1<Path, Object> filter,
      boolean newFilesOnly,
      ClassTag<K> keys,
      ClassTag<V> values,
      ClassTag<F> format) {
    return fileStream(directory, filter, newFilesOnly, null, keys, values, format);
  }

  /** As the other, with a Hadoop configuration of its own. */
  public <K, V, F extends InputFormat<K, V>> InputDStream<Tuple2<K, V>> fileStream(
      String directory,
      Function1<Path, Object> filter,
      boolean newFilesOnly,
      @Nullable Configuration conf,
      ClassTag<K> keys,
      ClassTag<V> values,
      ClassTag<F> format) {
    return FileStreams.files(
        this,
        "fileStream",
        directory,
        format.runtimeClass(),
        path -> (Boolean) filter.apply(path),
        newFilesOnly,
        conf);
  }

  /**
   * Batches from a queue, with a default RDD (null: no partitions) while it is empty. RDDs may be
   * added to it at any time; programs that do hold its monitor. On a cluster those are read that
   * are there at the start.
   */
  public <T> InputDStream<T> queueStream(
      scala.collection.mutable.Queue<RDD<T>> queue,
      boolean oneAtATime,
      @Nullable RDD<T> defaultRDD,
      ClassTag<T> tag) {
    return Sources.queue(this, RddQueue.of(queue), oneAtATime, defaultRDD);
  }

  /** As the other form, with empty batches of one partition while the queue is empty. */
  public <T> InputDStream<T> queueStream(
      scala.collection.mutable.Queue<RDD<T>> queue, boolean oneAtATime, ClassTag<T> tag) {
    return queueStream(queue, oneAtATime, Sources.emptyBatch(this), tag);
  }

  /** The records of all {@code streams}, in their order. */
  public <T> DStream<T> union(Seq<DStream<T>> streams, ClassTag<T> tag) {
    return org.dstreambeam.plan.Operations.union(
        new ArrayList<>(JavaConverters.seqAsJavaListConverter(streams).asJava()));
  }

  /**
   * The RDD that the driver function makes of the batches of all {@code streams}, in their order.
   */
  public <T> DStream<T> transform(
      Seq<DStream<?>> streams, Function2<Seq<RDD<?>>, Time, RDD<T>> function, ClassTag<T> tag) {
    return org.dstreambeam.plan.Operations.transform(
        "transform",
        JavaConverters.seqAsJavaListConverter(streams).asJava(),
        BatchFunction.serializable(
            function,
            (rdds, time) ->
                function.apply(JavaConverters.asScalaBufferConverter(rdds).asScala(), time)));
  }

  /**
   * Names the directory of checkpoints, also of the Spark context; null for none. What the streams'
   * functions hold is then checked at the start: it must be serialisable. See docs/semantics.md,
   * "Recovery".
   */
  public void checkpoint(@Nullable String directory) {
    lifecycle.checkpointTo(directory);
  }

  /**
   * Keeps the batches of all streams for at least {@code duration}, for {@code slice} and {@code
   * compute}; of no effect after the start.
   *
   * @throws IllegalArgumentException at the second call
   */
  public void remember(Duration duration) {
    lifecycle.plan().settings().remember(duration);
  }

  public StreamingContextState getState() {
    return lifecycle.state();
  }

  /**
   * Starts the batches.
   *
   * @throws IllegalStateException if another context runs, or this one was stopped
   * @throws IllegalArgumentException if there is no output operation
   */
  public void start() {
    lifecycle.start();
  }

  /** Waits until the context stops; throws what an output operation failed with. */
  public void awaitTermination() {
    awaitTerminationOrTimeout(-1);
  }

  /**
   * As {@link #awaitTermination}, at most {@code timeout} ms (negative: for ever).
   *
   * @return true if the context stopped, false if the time elapsed
   */
  public boolean awaitTerminationOrTimeout(long timeout) {
    try {
      return lifecycle.await(timeout);
    } catch (InterruptedException e) {
      throw Rethrow.as(e); // undeclared, as Scala throws it
    }
  }

  /** Stops at once, and the Spark context too if asked. */
  public void stop(boolean stopSparkContext) {
    stop(stopSparkContext, false);
  }

  /** Stops; gracefully: after everything received was processed. */
  public void stop(boolean stopSparkContext, boolean stopGracefully) {
    try {
      lifecycle.stop(stopSparkContext, stopGracefully);
    } catch (InterruptedException e) {
      throw Rethrow.as(e); // undeclared, as Scala throws it
    }
  }
}
