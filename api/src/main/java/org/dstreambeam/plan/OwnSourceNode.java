// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * An input stream that the program has written itself: it is asked for the RDD of each batch, in
 * the JVM where it was declared, and may have none.
 */
public final class OwnSourceNode implements SourceNode {

  private static final long serialVersionUID = 1L;

  private final Duration slide;
  private final CallSite callSite;
  private transient @Nullable InputDStream<?> stream;

  /**
   * @param slide the batch interval
   * @param callSite where it was declared
   */
  OwnSourceNode(Duration slide, CallSite callSite) {
    this.slide = slide;
    this.callSite = callSite;
  }

  /** To be called by the stream's constructor: a node is there before its stream is. */
  void bind(InputDStream<?> declared) {
    stream = declared;
  }

  private InputDStream<?> stream() {
    InputDStream<?> bound = stream;
    if (bound == null) {
      throw new IllegalStateException(callSite + " is asked before it is constructed");
    }
    return bound;
  }

  @Override
  public String operation() {
    return "inputStream";
  }

  @Override
  public Duration slide() {
    return slide;
  }

  @Override
  public CallSite callSite() {
    return callSite;
  }

  @Override
  public String details() {
    return stream().getClass().getSimpleName();
  }

  /**
   * Asks the stream.
   *
   * @return null if it has no RDD
   */
  public @Nullable Dataset<?> ask(long batchTime) {
    Option<? extends RDD<?>> rdd = stream().compute(new Time(batchTime));
    return rdd.isDefined() ? rdd.get().dataset() : null;
  }

  /** A cluster has no SparkContext to make RDDs with. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    throw new NotSerializableException(stream().getClass().getName());
  }
}
