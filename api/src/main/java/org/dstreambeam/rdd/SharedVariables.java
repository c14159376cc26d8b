// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.AccumulatorV2;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.task.LocalBroadcast;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.reflect.ClassTag;

/** Makes the broadcast variables of a context, and registers its accumulators. */
public final class SharedVariables {

  private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";

  private final AtomicLong broadcasts;

  /**
   * @param nextBroadcast the number of the first broadcast variable that is made here
   */
  public SharedVariables(long nextBroadcast) {
    this.broadcasts = new AtomicLong(nextBroadcast);
  }

  /** The number of the next broadcast variable. */
  public long nextBroadcast() {
    return broadcasts.get();
  }

  /**
   * A broadcast variable. Its value stays where it is; that it could travel is checked, since Spark
   * would send it, unless another serializer than Java's would do that.
   *
   * @throws RuntimeException an undeclared {@link java.io.NotSerializableException} if it could not
   */
  public <T> Broadcast<T> broadcast(SparkContext context, T value, ClassTag<T> valueTag) {
    context.assertNotStopped();
    if (RDD.class.isAssignableFrom(valueTag.runtimeClass())) {
      throw new IllegalArgumentException(
          "requirement failed: Can not directly broadcast RDDs; instead, call collect() and"
              + " broadcast the result.");
    }
    if (context.conf().get("spark.serializer", JAVA_SERIALIZER).equals(JAVA_SERIALIZER)) {
      try {
        JavaSerialization.check(value);
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }
    return new LocalBroadcast<>(broadcasts.getAndIncrement(), value, valueTag);
  }

  /** Registers an accumulator and gives it back. */
  public static <A extends AccumulatorV2<?, ?>> A register(
      SparkContext context, A accumulator, @Nullable String name) {
    accumulator.register(context, Option.apply(name), false);
    return accumulator;
  }
}
