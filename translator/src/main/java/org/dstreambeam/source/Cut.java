// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What a batch of a replayable source consists of.
 *
 * @param blocks in the order in which they were added
 */
record Cut(List<Taken> blocks) {

  private static final int MAGIC = 0x63757431; // cut1

  Cut {
    blocks = List.copyOf(blocks);
  }

  /**
   * A block of it.
   *
   * @param split which reads it
   * @param partition its number in the batch
   * @param until the place behind its records; they begin behind the split's block before it
   */
  record Taken(int split, int partition, byte[] until) {

    private static final int NO_BLOCK = -1;

    /** No block, but the place at which the split begins: it has read nothing before the batch. */
    static Taken start(int split, byte[] place) {
      return new Taken(split, NO_BLOCK, place);
    }

    boolean isStart() {
      return partition == NO_BLOCK;
    }
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(blocks.size());
    for (Taken block : blocks) {
      out.writeInt(block.split());
      out.writeInt(block.partition());
      out.writeInt(block.until().length);
      out.write(block.until());
    }
    out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  /**
   * @throws IOException if the bytes are not those of a cut, or not all of them
   */
  static Cut of(byte[] bytes) throws IOException {
    int length = bytes.length - Long.BYTES;
    if (length < 2 * Integer.BYTES) {
      throw new IOException("only " + bytes.length + " bytes long");
    }
    DataInputStream end = new DataInputStream(new ByteArrayInputStream(bytes, length, Long.BYTES));
    if (end.readLong() != checksum(bytes, length)) {
      throw new IOException("its checksum is wrong");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    if (in.readInt() != MAGIC) {
      throw new IOException("of another format");
    }
    int count = in.readInt();
    List<Taken> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(new Taken(in.readInt(), in.readInt(), in.readNBytes(in.readInt())));
    }
    return new Cut(blocks);
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }
}
