/**
 * Spark Streaming's model of time and its streaming context.
 *
 * <p>A program cuts time into batches of one {@link org.apache.spark.streaming.Duration}; each
 * batch has a {@link org.apache.spark.streaming.Time}, which is the end of its interval and a
 * multiple of the duration since the epoch. Both count whole milliseconds and are values: equal if
 * their milliseconds are, with the hash codes that Spark gives them.
 *
 * <p>Signatures, texts and quirks are those of Spark 3.5, down to the methods that only Scala
 * sources call.
 */
@NullMarked
package org.apache.spark.streaming;

import org.jspecify.annotations.NullMarked;
