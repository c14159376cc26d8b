// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.SparkContext;
import org.dstreambeam.rdd.Dataset;

/**
 * A stream over what others keep, such as a log: a batch is a part of it, which is said when its
 * interval ends and read where its records are needed.
 *
 * <pre>
 *   BatchCutter --cut of T--> log of cuts --> marker of T
 *                    \------> read(cut), in the tasks that ask for the records
 * </pre>
 */
public interface CutSourceNode extends SourceNode {

  /** What says of what each batch consists; asked for once, in the JVM where that is said. */
  BatchCutter cutter(SparkContext context);

  /**
   * The RDD of a batch, in any JVM of the program; reads nothing yet.
   *
   * @param cut what the cutter has said, in this run of the program or one before; empty for a
   *     batch without partitions
   */
  Dataset<?> read(SparkContext context, byte[] cut);

  /** What the program itself has to say to the cutter. */
  CutterInbox inbox();
}
