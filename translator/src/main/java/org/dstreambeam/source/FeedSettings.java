// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has to know of the program that it is a part of.
 *
 * @param program under which {@link LocalPrograms} finds it
 * @param source the input stream's name in the plan
 * @param context whose RDDs and settings it has
 * @param grid the batches
 * @param rounds how its readers wait
 * @param splits those that it will serve
 * @param isRead whether an output needs the stream; receivers run anyway, as on Spark
 * @param rememberMillis for how long its batches are kept
 * @param cuts the directory that keeps what its batches consist of; null if nothing does
 */
public record FeedSettings(
    String program,
    String source,
    SparkContext context,
    BatchGrid grid,
    ReaderRounds rounds,
    Splits splits,
    boolean isRead,
    long rememberMillis,
    @Nullable String cuts) {

  SparkConf conf() {
    return context.getConf();
  }
}
