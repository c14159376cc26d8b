// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.streaming.api.java.JavaInputDStream;

/**
 * An input stream with which driver functions can do something where they run on a cluster. All
 * others are of no use there.
 */
public interface TravellingStream {

  /**
   * What is written in place of the stream, and read as a stream again. It may refer to the
   * stream's context, which becomes that of the other JVM, and to its node.
   */
  Object form();

  /** Whether it is such a stream, or a Java stream over one. */
  static boolean is(Object stream) {
    return stream instanceof TravellingStream
        || (stream instanceof JavaInputDStream<?> java
            && java.inputDStream() instanceof TravellingStream);
  }
}
