// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import scala.Option;

/** The stream of a source of this library: its feed is what starts and stops. */
public class SourceStream<T> extends InputDStream<T> {

  private static final long serialVersionUID = 1L;

  /**
   * @param id its number among the input streams, from 0 in order of declaration
   */
  public SourceStream(StreamingContext context, SourceNode source, int id) {
    super(context, source, id);
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public Option<RDD<T>> compute(Time validTime) {
    return Option.apply(Slices.compute(this, validTime));
  }
}
