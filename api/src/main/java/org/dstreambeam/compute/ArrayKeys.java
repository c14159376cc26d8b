// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;

/**
 * What arrays cannot do as keys: two of equal contents are neither equal nor of one hash code. Only
 * who gives the class of the keys, as Scala programs do, is told; Java's tags say {@code Object}.
 */
public enum ArrayKeys {
  CANNOT_BE_COMBINED("_LEGACY_ERROR_TEMP_3008", "Cannot use map-side combining with array keys."),
  CANNOT_BE_HASHED("_LEGACY_ERROR_TEMP_3009", "HashPartitioner cannot partition array keys.");

  private final String errorClass;
  private final String message;

  ArrayKeys(String errorClass, String message) {
    this.errorClass = errorClass;
    this.message = message;
  }

  /** What speaks against combining the values of each key; null if nothing does. */
  public static @Nullable ArrayKeys whenCombined(
      ClassTag<?> keys, Partitioner partitioner, boolean mapSideCombine) {
    return mapSideCombine && keys.runtimeClass().isArray()
        ? CANNOT_BE_COMBINED
        : whenMoved(keys, partitioner);
  }

  /** What speaks against moving the keys where the partitioner says; null if nothing does. */
  public static @Nullable ArrayKeys whenMoved(ClassTag<?> keys, Partitioner partitioner) {
    return partitioner instanceof HashPartitioner && keys.runtimeClass().isArray()
        ? CANNOT_BE_HASHED
        : null;
  }

  /**
   * Checks an operation of an RDD.
   *
   * @throws SparkException if there is something against it; undeclared, as in Spark
   */
  @SuppressWarnings("InvalidThrows") // thrown past the compiler
  public static void check(@Nullable ArrayKeys problem) {
    if (problem != null) {
      throw Rethrow.as(problem.exception());
    }
  }

  /** The failure in Spark's words. */
  public SparkException exception() {
    return new SparkException(
        message, null, Option.apply(errorClass), Map$.MODULE$.empty(), new QueryContext[0]);
  }
}
