// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.List;

/**
 * What an output was given in a batch.
 *
 * @param output its position in the program
 * @param partitions what the RDD says
 * @param atOnce what {@code collect} gave
 * @param oneByOne what {@code toLocalIterator} gave after the program had changed the records of
 *     the first pass
 */
record Observed(int output, long batchTime, int partitions, Pass atOnce, Pass oneByOne) {

  /**
   * One pass over an RDD.
   *
   * @param partitions the records of those that came, as text
   * @param failure the failure that ended it; empty if none did
   */
  record Pass(List<List<String>> partitions, String failure) {}
}
