// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.jspecify.annotations.Nullable;

/** Stands for a context, which becomes that of the JVM where it is read. */
enum ContextToken {
  SPARK,
  JAVA_SPARK,
  STREAMING,
  JAVA_STREAMING;

  /** Null for what is no context. */
  static @Nullable ContextToken standingFor(Object object) {
    Class<?> type = object.getClass(); // not those of subclasses, of which nothing is known
    if (type == SparkContext.class) {
      return SPARK;
    }
    if (type == JavaSparkContext.class) {
      return JAVA_SPARK;
    }
    if (type == StreamingContext.class) {
      return STREAMING;
    }
    return type == JavaStreamingContext.class ? JAVA_STREAMING : null;
  }

  Object of(StreamingContext context) {
    return switch (this) {
      case SPARK -> context.sparkContext();
      case JAVA_SPARK -> new JavaSparkContext(context.sparkContext());
      case STREAMING -> context;
      case JAVA_STREAMING -> new JavaStreamingContext(context);
    };
  }
}
