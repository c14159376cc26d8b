// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

/** Splits of a stream whose receiver lives in another one: they only tell the time. */
final class IdleFeed extends BlockFeed {

  IdleFeed(BatchGrid grid, ReaderRounds rounds, Splits splits) {
    super(grid, rounds, splits);
  }

  @Override
  void closeBatch(long batchTime) {}
}
