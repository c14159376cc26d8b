/**
 * Spark's Java API: contexts, RDDs and the small types that go with them.
 *
 * <p>The wrappers of this package offer the operations with {@link
 * org.apache.spark.api.java.function functions} that Java lambdas fit, and {@link scala.Tuple2} for
 * pairs. {@link org.apache.spark.api.java.Optional} stands for values that may be missing, {@link
 * org.apache.spark.api.java.StorageLevels} names the ways to persist an RDD.
 *
 * <p>Elements, keys and values of RDDs may be null unless an operation says otherwise.
 */
@NullMarked
package org.apache.spark.api.java;

import org.jspecify.annotations.NullMarked;
