// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.List;

/**
 * A queue stream.
 *
 * @param batches of each RDD of the queue the partitions, of each partition the records
 * @param cells whether the records are cells of these numbers
 */
record Source(Mode mode, boolean cells, List<List<List<Integer>>> batches) {

  /** The forms of {@code queueStream}. */
  enum Mode {
    ONE_AT_A_TIME,
    ALL_AT_ONCE,
    /** The first RDD of the queue comes again whenever the queue is empty. */
    REPEATING
  }

  Source withBatches(List<List<List<Integer>>> newBatches) {
    return new Source(mode, cells, newBatches);
  }

  @Override
  public String toString() {
    return mode + (cells ? " of cells " : " ") + batches;
  }
}
