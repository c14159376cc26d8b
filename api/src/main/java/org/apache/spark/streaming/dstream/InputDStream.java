// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.dstreambeam.plan.OwnStreams;
import org.dstreambeam.plan.SourceNode;
import scala.Option;
import scala.reflect.ClassTag;

/**
 * A stream that comes from outside.
 *
 * <p>A program may write its own: {@link #compute} then says what each batch consists of.
 *
 * @param <T> type of the records
 */
public abstract class InputDStream<T> extends DStream<T> {

  private static final long serialVersionUID = 1L;

  private final int id;

  /**
   * The next input stream of {@code context}, which is asked for its RDDs. They are made and
   * computed in this JVM: not on a cluster.
   *
   * @param tag not needed
   * @throws IllegalStateException if the context was started or stopped
   */
  @SuppressWarnings("this-escape") // only kept
  public InputDStream(StreamingContext context, ClassTag<T> tag) {
    super(context, OwnStreams.declare(context));
    this.id = context.lifecycle().plan().sourceCount() - 1;
    OwnStreams.bind(this);
  }

  /** For this library: the input stream that {@code source} declares. */
  public InputDStream(StreamingContext context, SourceNode source, int id) {
    super(context, source);
    this.id = id;
  }

  /** Its number among the input streams, from 0 in order of declaration. */
  public int id() {
    return id;
  }

  /**
   * Called once, when the program starts and before the first batch is asked for. What it throws is
   * thrown by the start.
   */
  public abstract void start();

  /** Called once, when the program stops, after the last batch. */
  public abstract void stop();

  /**
   * The RDD of the batch that ends at {@code validTime}: called once for each batch, in their
   * order, if an output needs it, at its end or later. What it throws costs all outputs that batch.
   *
   * @return none if there is no RDD: outputs of the stream do not run then
   */
  @Override
  public abstract Option<RDD<T>> compute(Time validTime);

  /** None: what holds back receivers here is not this object. */
  public Option<?> rateController() {
    return Option.empty();
  }
}
