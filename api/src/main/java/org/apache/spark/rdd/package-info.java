/**
 * Spark's RDD, the Scala side of {@link org.apache.spark.api.java.JavaRDD}.
 *
 * <p>An {@link org.apache.spark.rdd.RDD} is a thin shell around an {@link
 * org.dstreambeam.rdd.Dataset}, which computes. It has those members that Java programs reach with
 * {@code javaRdd.rdd()}; the functions of Scala are not among them.
 */
@NullMarked
package org.apache.spark.rdd;

import org.jspecify.annotations.NullMarked;
