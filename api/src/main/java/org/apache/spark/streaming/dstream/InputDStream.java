// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.plan.SourceNode;

/**
 * A stream that comes from outside.
 *
 * @param <T> type of the records
 */
public class InputDStream<T> extends DStream<T> {

  private final int id;

  /** For this library: the input stream that {@code source} declares. */
  public InputDStream(StreamingContext context, SourceNode source, int id) {
    super(context, source);
    this.id = id;
  }

  /** Its number among the input streams, from 0 in order of declaration. */
  public int id() {
    return id;
  }
}
