// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.Sources;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

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
        Sources.queue(ssc, rdds, oneAtATime, defaultRdd), ClassTags.any());
  }

  /** What {@code receiver} stores; launched when the context starts, from a copy. */
  public <T> JavaReceiverInputDStream<T> receiverStream(Receiver<T> receiver) {
    return new JavaReceiverInputDStream<>(
        Sources.receiver(ssc, "receiverStream", receiver), ClassTags.any());
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
