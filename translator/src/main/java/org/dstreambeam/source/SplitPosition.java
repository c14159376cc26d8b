// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.dstreambeam.block.Block;

/**
 * Where a split stands: it has handed out all blocks of earlier batches, and of this batch those
 * whose partitions have lower numbers.
 *
 * @param batchTime the batch, epoch milliseconds
 * @param partitions one more than the highest partition that was handed out of it, 0 if none was
 * @param place what the source remembers of the last block; empty if nothing
 */
record SplitPosition(long batchTime, int partitions, byte[] place) {

  static final byte[] NO_PLACE = new byte[0];

  /** Of a split that has handed out nothing. */
  static SplitPosition before(long firstBatch) {
    return new SplitPosition(firstBatch, 0, NO_PLACE);
  }

  /**
   * The position behind {@code block}.
   *
   * @param newPlace empty to keep the last one
   */
  SplitPosition after(Block block, long batchMillis, byte[] newPlace) {
    byte[] last = newPlace.length == 0 ? place : newPlace;
    return block.isMarker()
        ? new SplitPosition(block.batchTime() + batchMillis, 0, last)
        : new SplitPosition(block.batchTime(), (int) block.partition() + 1, last);
  }

  /** The position in a later batch of which nothing was handed out. */
  SplitPosition in(long laterBatch) {
    return new SplitPosition(laterBatch, 0, place);
  }

  /** The same position, at a place of the source. */
  SplitPosition at(byte[] newPlace) {
    return new SplitPosition(batchTime, partitions, newPlace);
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(batchTime);
    out.writeInt(partitions);
    out.writeInt(place.length);
    out.write(place);
    return bytes.toByteArray();
  }

  /**
   * @throws IOException if they are not all bytes of a position
   */
  static SplitPosition of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    long batchTime = in.readLong();
    int partitions = in.readInt();
    byte[] place = new byte[in.readInt()];
    in.readFully(place);
    return new SplitPosition(batchTime, partitions, place);
  }
}
