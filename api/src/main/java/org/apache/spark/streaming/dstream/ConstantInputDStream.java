// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.plan.SourceStream;
import org.dstreambeam.plan.Sources;
import scala.reflect.ClassTag;

/**
 * A stream of the same RDD in each batch.
 *
 * @param <T> type of the records
 */
public class ConstantInputDStream<T> extends SourceStream<T> {

  private static final long serialVersionUID = 1L;

  /**
   * @param tag not needed
   * @throws IllegalArgumentException if the RDD is null
   * @throws IllegalStateException if the context was started or stopped
   */
  @SuppressWarnings("this-escape") // only kept
  public ConstantInputDStream(StreamingContext context, RDD<T> rdd, ClassTag<T> tag) {
    super(context, Sources.constant(context, rdd), context.lifecycle().plan().sourceCount() - 1);
    context.lifecycle().plan().declared(this);
  }
}
