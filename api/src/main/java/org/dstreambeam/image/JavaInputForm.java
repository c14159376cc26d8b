// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.Serializable;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.dstream.InputDStream;
import org.dstreambeam.rdd.ClassTags;

/** A Java stream over one that can travel. */
record JavaInputForm(InputDStream<?> stream) implements Serializable {

  private Object readResolve() {
    return wrap(stream);
  }

  private static <T> JavaInputDStream<T> wrap(InputDStream<T> stream) {
    return new JavaInputDStream<>(stream, ClassTags.any());
  }
}
