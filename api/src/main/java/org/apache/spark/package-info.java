/**
 * Spark's core types: the configuration, the partitioners and the exceptions.
 *
 * <p>{@link org.apache.spark.SparkConf} is the string map every program starts with; it reads
 * {@code spark.*} system properties and knows Spark's notations for times and sizes. {@link
 * org.apache.spark.Partitioner} and {@link org.apache.spark.HashPartitioner} decide where the keys
 * of a shuffle go.
 *
 * <p>Signatures, texts of exceptions and quirks are those of Spark 3.5; what only Spark's own code
 * may call is left out.
 */
@NullMarked
package org.apache.spark;

import org.jspecify.annotations.NullMarked;
