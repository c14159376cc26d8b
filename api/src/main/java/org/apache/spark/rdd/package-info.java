/**
 * Spark's RDD, the Scala side of {@link org.apache.spark.api.java.JavaRDD}.
 *
 * <p>An {@link org.apache.spark.rdd.RDD} is a thin shell around an {@link
 * org.dstreambeam.rdd.Dataset}, which computes. It has the operations that need no keys, as Scala
 * names them and as Java programs reach them with {@code javaRdd.rdd()}; those of pairs and numbers
 * that Scala adds to it are not there.
 */
@NullMarked
package org.apache.spark.rdd;

import org.jspecify.annotations.NullMarked;
