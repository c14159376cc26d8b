// SPDX-License-Identifier: Apache-2.0
/**
 * Behaviour tables: batches in, batches out, for every operation. The suites name nothing but
 * {@code org.apache.spark}, {@code scala.Tuple2}, the JDK and the test libraries, and the same
 * class files run on DStream on Beam and, in the profile {@code real-spark}, on genuine Spark.
 *
 * <p>A {@code Table} is one program: it feeds {@code Batch}es to a {@code queueStream}, records
 * what its outputs see, and compares. How long a batch lasts and which clock cuts it is for the
 * build to say, in system properties. What differs on purpose carries {@code Deviation} and is left
 * out on genuine Spark.
 *
 * <p>The package is not null-marked: it holds programs as users write them, which return and store
 * null wherever Spark lets them.
 */
@NullUnmarked
package org.dstreambeam.conformance.behaviour;

import org.jspecify.annotations.NullUnmarked;
