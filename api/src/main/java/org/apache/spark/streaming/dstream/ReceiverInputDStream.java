// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.plan.OwnStreams;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.plan.Slices;
import scala.Option;
import scala.reflect.ClassTag;

/**
 * A stream of what a receiver stores.
 *
 * @param <T> type of the records
 */
public abstract class ReceiverInputDStream<T> extends InputDStream<T> {

  private static final long serialVersionUID = 1L;

  /**
   * The next input stream of {@code context}, which is asked for its receiver.
   *
   * @param tag not needed
   * @throws IllegalStateException if the context was started or stopped
   */
  @SuppressWarnings("this-escape") // only kept
  public ReceiverInputDStream(StreamingContext context, ClassTag<T> tag) {
    this(context, OwnStreams.declareReceiver(context));
    OwnStreams.bind(this);
  }

  /** For this library: the stream of {@code source}'s receiver. */
  protected ReceiverInputDStream(StreamingContext context, ReceiverSourceNode source) {
    super(context, source, source.streamId());
  }

  /** The receiver; asked for once, at the start. What runs is a copy. */
  public abstract Receiver<T> getReceiver();

  @Override
  public void start() {}

  @Override
  public void stop() {}

  /** As of any stream. */
  @Override
  public Option<RDD<T>> compute(Time validTime) {
    return Option.apply(Slices.compute(this, validTime));
  }
}
