// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

/** A stream that nobody reads, or splits of one that has its records in another: only the time. */
final class IdleFeed extends BlockFeed {

  IdleFeed(BatchGrid grid, ReaderRounds rounds, Splits splits) {
    super(grid, rounds, splits);
  }

  @Override
  void closeBatch(long batchTime) {}
}
