// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import java.io.Closeable;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.files.TextStore;
import org.dstreambeam.filestream.FileStreams;
import org.dstreambeam.lifecycle.Recovery;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.RddQueue;
import org.dstreambeam.plan.Sources;
import org.dstreambeam.plan.TransformNode.BatchFunction;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Entry point of a streaming program: declare input streams, transform them, declare outputs,
 * {@link #start()}, {@link #awaitTermination()}.
 *
 * <p>A context runs once. Only one may run in a JVM at a time.
 */
public class JavaStreamingContext implements Closeable {

  private final StreamingContext ssc;

  public JavaStreamingContext(StreamingContext ssc) {
    this.ssc = ssc;
  }

  /** Creates a Spark context from {@code conf}; fails if one runs in this JVM. */
  public JavaStreamingContext(SparkConf conf, Duration batchDuration) {
    this(new StreamingContext(conf, batchDuration));
  }

  /** Shares {@code sparkContext}. */
  public JavaStreamingContext(JavaSparkContext sparkContext, Duration batchDuration) {
    this(new StreamingContext(sparkContext.sc(), batchDuration));
  }

  public JavaStreamingContext(String master, String appName, Duration batchDuration) {
    this(master, appName, batchDuration, null, new String[0], Map.of());
  }

  public JavaStreamingContext(
      String master,
      String appName,
      Duration batchDuration,
      @Nullable String sparkHome,
      String jarFile) {
    this(master, appName, batchDuration, sparkHome, new String[] {jarFile}, Map.of());
  }

  public JavaStreamingContext(
      String master,
      String appName,
      Duration batchDuration,
      @Nullable String sparkHome,
      String[] jars) {
    this(master, appName, batchDuration, sparkHome, jars, Map.of());
  }

  /**
   * @param sparkHome kept in the configuration, of no effect here
   * @param jars kept in the configuration
   * @param environment kept in the configuration as environment of executors
   */
  public JavaStreamingContext(
      String master,
      String appName,
      Duration batchDuration,
      @Nullable String sparkHome,
      String[] jars,
      Map<String, String> environment) {
    this(
        new StreamingContext(
            master,
            appName,
            batchDuration,
            sparkHome,
            JavaConverters.asScalaBufferConverter(Arrays.asList(jars)).asScala(),
            JavaConverters.mapAsScalaMapConverter(environment).asScala()));
  }

  /**
   * Goes on where the last program was whose checkpoints lie in {@code path}, with its
   * configuration and batch interval. Streams and outputs have to be declared again; see
   * docs/semantics.md, "Recovery".
   *
   * @throws IllegalArgumentException if there is no checkpoint
   */
  public JavaStreamingContext(String path) {
    this(new StreamingContext(path));
  }

  /** As {@link #JavaStreamingContext(String)}, with a configuration to read {@code path}. */
  public JavaStreamingContext(String path, Configuration hadoopConf) {
    this(new StreamingContext(path, hadoopConf));
  }

  /**
   * As the last of these, with the usual Hadoop configuration; unreadable checkpoints are errors.
   */
  public static JavaStreamingContext getOrCreate(
      String checkpointPath, Function0<JavaStreamingContext> creatingFunc) {
    return getOrCreate(checkpointPath, creatingFunc, StreamingContext.getOrCreate$default$3());
  }

  /** As the last of these; checkpoints that cannot be read are errors. */
  public static JavaStreamingContext getOrCreate(
      String checkpointPath,
      Function0<JavaStreamingContext> creatingFunc,
      Configuration hadoopConf) {
    return getOrCreate(checkpointPath, creatingFunc, hadoopConf, false);
  }

  /**
   * What {@code creatingFunc} makes. It goes on where the last program was whose checkpoints lie in
   * {@code checkpointPath}, if there are any: {@code creatingFunc} is called in any case, see
   * docs/semantics.md, "Recovery".
   *
   * @param hadoopConf to read {@code checkpointPath}, a path or a URI of any file system
   * @param createOnError whether to begin with nothing if none of the checkpoints can be read,
   *     which is an undeclared {@link org.apache.spark.SparkException} otherwise
   */
  public static JavaStreamingContext getOrCreate(
      String checkpointPath,
      Function0<JavaStreamingContext> creatingFunc,
      Configuration hadoopConf,
      boolean createOnError) {
    return new JavaStreamingContext(
        Recovery.getOrCreate(
            TextStore.in(checkpointPath, hadoopConf),
            () -> creatingFunc.call().ssc(),
            createOnError));
  }

  /** The jar that the class was loaded from; empty if it was none. */
  public static String[] jarOfClass(Class<?> cls) {
    return JavaSparkContext.jarOfClass(cls);
  }

  /** The same context as Scala names it. */
  public StreamingContext ssc() {
    return ssc;
  }

  public JavaSparkContext sparkContext() {
    return JavaSparkContext.fromSparkContext(ssc.sparkContext());
  }

  /** UTF-8 lines from a TCP server; reconnects for ever. The storage level is of no effect. */
  public JavaReceiverInputDStream<String> socketTextStream(
      String hostname, int port, StorageLevel storageLevel) {
    return new JavaReceiverInputDStream<>(
        Sources.socketText(ssc, hostname, port, storageLevel), ClassTags.any());
  }

  /** As {@link #socketTextStream(String, int, StorageLevel)}. */
  public JavaReceiverInputDStream<String> socketTextStream(String hostname, int port) {
    return socketTextStream(hostname, port, StorageLevel.MEMORY_AND_DISK_SER_2());
  }

  /**
   * Blocks of serialised records from a TCP server, each as its length (four bytes, the highest
   * first) and its bytes; reconnects for ever. See docs/semantics.md, "Sockets".
   */
  public <T> JavaReceiverInputDStream<T> rawSocketStream(
      String hostname, int port, StorageLevel storageLevel) {
    return new JavaReceiverInputDStream<>(
        Sources.rawSocket(ssc, hostname, port, storageLevel), ClassTags.any());
  }

  /** As {@link #rawSocketStream(String, int, StorageLevel)}. */
  public <T> JavaReceiverInputDStream<T> rawSocketStream(String hostname, int port) {
    return rawSocketStream(hostname, port, StorageLevel.MEMORY_AND_DISK_SER_2());
  }

  /** One RDD of {@code queue} per batch, then empty batches. RDDs added later are not seen. */
  public <T> JavaDStream<T> queueStream(Queue<JavaRDD<T>> queue) {
    return queueStream(queue, true);
  }

  /** As {@link #queueStream(Queue)}; or all of {@code queue} in the first batch. */
  public <T> JavaInputDStream<T> queueStream(Queue<JavaRDD<T>> queue, boolean oneAtATime) {
    return queue(queue, oneAtATime, Sources.emptyBatch(ssc));
  }

  /**
   * As {@link #queueStream(Queue, boolean)}; then {@code defaultRDD} in every batch.
   *
   * @throws NullPointerException if {@code defaultRDD} is null, as in Spark; only the Scala method
   *     takes null
   */
  public <T> JavaInputDStream<T> queueStream(
      Queue<JavaRDD<T>> queue, boolean oneAtATime, JavaRDD<T> defaultRDD) {
    return queue(queue, oneAtATime, defaultRDD.rdd());
  }

  private <T> JavaInputDStream<T> queue(
      Queue<JavaRDD<T>> queue, boolean oneAtATime, RDD<T> defaultRdd) {
    Queue<RDD<T>> rdds =
        queue.stream().map(JavaRDD::rdd).collect(Collectors.toCollection(ArrayDeque::new));
    return new JavaInputDStream<>(
        Sources.queue(ssc, RddQueue.copyOf(rdds), oneAtATime, defaultRdd), ClassTags.any());
  }

  /** What {@code receiver} stores; launched when the context starts, from a copy. */
  public <T> JavaReceiverInputDStream<T> receiverStream(Receiver<T> receiver) {
    return new JavaReceiverInputDStream<>(
        Sources.receiver(ssc, "receiverStream", receiver), ClassTags.any());
  }

  /**
   * What {@code converter} makes of the bytes of a TCP server. It is called once for each
   * connection, and what it gives is read to the end; what it throws ends the connection.
   * Reconnects for ever. See docs/semantics.md, "Sockets".
   */
  public <T> JavaReceiverInputDStream<T> socketStream(
      String hostname,
      int port,
      Function<InputStream, Iterable<T>> converter,
      StorageLevel storageLevel) {
    return new JavaReceiverInputDStream<>(
        Sources.<T>socket(
            ssc, hostname, port, bytes -> converter.call(bytes).iterator(), storageLevel),
        ClassTags.any());
  }

  /**
   * Lines of the files that come into a directory, decoded as UTF-8. See docs/semantics.md,
   * "Files".
   *
   * @param directory path or URI of any file system that Hadoop knows; may be a glob
   */
  public JavaDStream<String> textFileStream(String directory) {
    return JavaDStream.of(ssc.textFileStream(directory));
  }

  /**
   * Records of one length of the files that come into a directory.
   *
   * @param recordLength in bytes
   */
  public JavaDStream<byte[]> binaryRecordsStream(String directory, int recordLength) {
    return JavaDStream.of(ssc.binaryRecordsStream(directory, recordLength));
  }

  /**
   * What an input format reads of the files that come into a directory; those whose names begin
   * with a dot are left out.
   */
  public <K, V, F extends InputFormat<K, V>> JavaPairInputDStream<K, V> fileStream(
      String directory, Class<K> kClass, Class<V> vClass, Class<F> fClass) {
    return files(directory, fClass, null, true, null);
  }

  /**
   * As {@link #fileStream(String, Class, Class, Class)}, of the files that {@code filter} takes.
   *
   * @param newFilesOnly false to have those, too, that were there before this call; only those of
   *     the last minute, see {@code spark.streaming.fileStream.minRememberDuration}
   */
  public <K, V, F extends InputFormat<K, V>> JavaPairInputDStream<K, V> fileStream(
      String directory,
      Class<K> kClass,
      Class<V> vClass,
      Class<F> fClass,
      Function<Path, Boolean> filter,
      boolean newFilesOnly) {
    return files(directory, fClass, filter, newFilesOnly, null);
  }

  /** As the other, with a Hadoop configuration of its own. */
  public <K, V, F extends InputFormat<K, V>> JavaPairInputDStream<K, V> fileStream(
      String directory,
      Class<K> kClass,
      Class<V> vClass,
      Class<F> fClass,
      Function<Path, Boolean> filter,
      boolean newFilesOnly,
      Configuration conf) {
    return files(directory, fClass, filter, newFilesOnly, conf);
  }

  private <K, V> JavaPairInputDStream<K, V> files(
      String directory,
      Class<?> format,
      @Nullable Function<Path, Boolean> filter,
      boolean newFilesOnly,
      @Nullable Configuration conf) {
    return new JavaPairInputDStream<>(
        FileStreams.files(ssc, "fileStream", directory, format, filter, newFilesOnly, conf),
        ClassTags.any(),
        ClassTags.any());
  }

  /**
   * The records of all streams, those of the first stream first.
   *
   * @throws IllegalArgumentException if there is none, or their slides differ
   */
  @SuppressWarnings("unchecked") // The array of the arguments is only read.
  public <T> JavaDStream<T> union(JavaDStream<T>... streams) {
    return JavaDStream.of(
        Operations.union(Arrays.stream(streams).<DStream<T>>map(JavaDStream::dstream).toList()));
  }

  /** As {@link #union(JavaDStream[])}, for pairs. */
  @SuppressWarnings("unchecked") // The array of the arguments is only read.
  public <K, V> JavaPairDStream<K, V> union(JavaPairDStream<K, V>... streams) {
    return JavaPairDStream.of(
        Operations.union(Arrays.stream(streams).map(JavaPairDStream::dstream).toList()));
  }

  /** As {@link #union(JavaDStream[])}, as Scala programs call it. */
  public <T> JavaDStream<T> union(Seq<JavaDStream<T>> streams) {
    return JavaDStream.of(
        Operations.union(
            JavaConverters.seqAsJavaListConverter(streams).asJava().stream()
                .<DStream<T>>map(JavaDStream::dstream)
                .toList()));
  }

  /**
   * The RDD that the driver function makes of the batches of all streams, which it is given in
   * their order; called once per batch. Streams of pairs are passed through {@link
   * JavaPairDStream#toJavaDStream()}.
   *
   * @throws java.util.NoSuchElementException if there is no stream
   * @throws IllegalArgumentException if their slides differ, or their contexts
   */
  public <T> JavaDStream<T> transform(
      List<JavaDStream<?>> dstreams, Function2<List<JavaRDD<?>>, Time, JavaRDD<T>> transformFunc) {
    return JavaDStream.of(
        Operations.transform(
            "transform",
            scalaStreams(dstreams),
            BatchFunction.serializable(
                transformFunc, (rdds, time) -> transformFunc.call(javaRdds(rdds), time).rdd())));
  }

  /** As {@link #transform}, to pairs. */
  public <K, V> JavaPairDStream<K, V> transformToPair(
      List<JavaDStream<?>> dstreams,
      Function2<List<JavaRDD<?>>, Time, JavaPairRDD<K, V>> transformFunc) {
    return JavaPairDStream.of(
        Operations.transform(
            "transformToPair",
            scalaStreams(dstreams),
            BatchFunction.serializable(
                transformFunc, (rdds, time) -> transformFunc.call(javaRdds(rdds), time).rdd())));
  }

  private static List<DStream<?>> scalaStreams(List<JavaDStream<?>> streams) {
    return streams.stream().<DStream<?>>map(JavaDStream::dstream).toList();
  }

  private static List<JavaRDD<?>> javaRdds(List<RDD<?>> rdds) {
    return rdds.stream().<JavaRDD<?>>map(RDD::toJavaRDD).collect(Collectors.toList());
  }

  /**
   * Names the directory of checkpoints, also of the Spark context; null for none. What the streams'
   * functions hold is then checked at the start: it must be serialisable. See docs/semantics.md,
   * "Recovery".
   */
  public void checkpoint(@Nullable String directory) {
    ssc.checkpoint(directory);
  }

  /**
   * Keeps the batches of all streams for at least {@code duration}, for {@code slice} and {@code
   * compute}; of no effect after the start.
   *
   * @throws IllegalArgumentException at the second call
   */
  public void remember(Duration duration) {
    ssc.remember(duration);
  }

  public StreamingContextState getState() {
    return ssc.getState();
  }

  /**
   * Starts the batches; only warns if they run already.
   *
   * @throws IllegalStateException if another context runs in this JVM, or this one was stopped
   * @throws IllegalArgumentException if there is no output operation
   */
  public void start() {
    ssc.start();
  }

  /**
   * Waits until the context is stopped. What an output operation failed with is thrown here, as it
   * is; the batches go on meanwhile.
   */
  public void awaitTermination() throws InterruptedException {
    ssc.lifecycle().await(-1);
  }

  /**
   * As {@link #awaitTermination()}, at most {@code timeout} ms (negative: for ever).
   *
   * @return true if the context stopped, false if the time elapsed
   */
  public boolean awaitTerminationOrTimeout(long timeout) throws InterruptedException {
    return ssc.lifecycle().await(timeout);
  }

  /**
   * Stops at once, and the Spark context unless the configuration says otherwise: outputs that run,
   * or are due, have two seconds, then they are interrupted or dropped.
   *
   * <p>Called by an output operation, this and the other stops return before the context stops: it
   * does so beside the operation, which has the same two seconds; gracefully, as long as it takes.
   */
  public void stop() {
    stop(StreamingLifecycle.stopsSparkContextByDefault(ssc.conf()));
  }

  /** Stops at once, and the Spark context too if asked. */
  public void stop(boolean stopSparkContext) {
    ssc.stop(stopSparkContext, false);
  }

  /** Stops; gracefully: up to two more batches run, until all that was received is processed. */
  public void stop(boolean stopSparkContext, boolean stopGracefully) {
    ssc.stop(stopSparkContext, stopGracefully);
  }

  /** {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }
}
