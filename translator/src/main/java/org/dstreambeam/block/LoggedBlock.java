// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How a block is written to a log: in pieces, so that a large one is never in memory as a whole.
 *
 * <pre>
 *   number of the block: 8 bytes | kind of piece: 1 | length: 4 | records | checksum of all this: 8
 * </pre>
 */
public final class LoggedBlock {

  private static final byte MORE = 1;
  private static final byte LAST = 2;

  /** Of the records of a piece, as estimated. */
  private static final long PIECE_BYTES = 1 << 20;

  /** The size of every record would be expensive to know. */
  private static final int SAMPLE = 16;

  private LoggedBlock() {}

  /** Writes a block; its records are read once. */
  public static void write(
      long number, Block block, RecordSerializer serializer, DataOutputStream out)
      throws IOException {
    Iterator<?> records = block.records().iterator();
    do {
      byte[] piece = serializer.write(nextPiece(records));
      byte kind = records.hasNext() ? MORE : LAST;
      out.writeLong(number);
      out.writeByte(kind);
      out.writeInt(piece.length);
      out.write(piece);
      out.writeLong(checksum(number, kind, piece));
    } while (records.hasNext());
  }

  private static @Nullable Object[] nextPiece(Iterator<?> records) {
    List<@Nullable Object> piece = new ArrayList<>();
    long bytes = 0;
    while (records.hasNext() && bytes < PIECE_BYTES) {
      Object next = records.next();
      if (piece.size() % SAMPLE == 0) {
        bytes += SAMPLE * RecordSize.of(next);
      }
      piece.add(next);
    }
    return piece.toArray();
  }

  /**
   * Reads the next one that was written to its end.
   *
   * @param into gets its records; part of them if it was not
   * @return its number; -1 if there is none any more
   * @throws IOException if it is there and cannot be read
   */
  public static long read(DataInputStream in, RecordSerializer serializer, RecordBuffer into)
      throws IOException {
    long block = -1;
    while (true) {
      long number;
      byte kind;
      byte[] piece;
      try {
        number = in.readLong();
        kind = in.readByte();
        int length = in.readInt();
        if (number < 0 || length < 0 || kind != MORE && kind != LAST) {
          return -1;
        }
        piece = in.readNBytes(length);
        if (in.readLong() != checksum(number, kind, piece)) {
          return -1;
        }
      } catch (EOFException e) { // its writer was killed in the middle of it
        return -1;
      }
      if (block >= 0 && block != number) {
        return -1;
      }
      block = number;
      into.addAll(Arrays.asList((@Nullable Object[]) serializer.read(piece)).iterator());
      if (kind == LAST) {
        return block;
      }
    }
  }

  private static long checksum(long number, byte kind, byte[] piece) {
    CRC32 checksum = new CRC32();
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      checksum.update((int) (number >>> shift));
    }
    checksum.update(kind);
    checksum.update(piece, 0, piece.length);
    return checksum.getValue();
  }
}
