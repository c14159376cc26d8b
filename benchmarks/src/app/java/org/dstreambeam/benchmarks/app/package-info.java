/**
 * The programs that are measured: ordinary Spark Streaming programs.
 *
 * <p>They name classes of {@code org.apache.spark}, {@code scala.Tuple2} and the JDK, nothing of
 * ours, and are compiled against genuine Spark. The very same class files then run on genuine Spark
 * and on DStream on Beam, which is what makes the two figures of a measure comparable.
 *
 * <p>Every program takes the master as its first argument, and reports each of its figures as a
 * line {@code RESULT <key> <value>} on standard output. It exits with 0 if, and only if, what it
 * computed was right.
 *
 * <p>The package is not {@code @NullMarked}: the annotation is a library, and there is none here.
 */
package org.dstreambeam.benchmarks.app;
