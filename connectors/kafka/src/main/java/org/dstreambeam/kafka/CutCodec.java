// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.apache.spark.streaming.kafka010.OffsetRange;

/** The cut of a batch, as it is recorded: a version, then the ranges in the order of partitions. */
public final class CutCodec {

  private static final int VERSION = 1;

  private CutCodec() {}

  static byte[] write(Collection<OffsetRange> ranges) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(ranges.size());
      for (OffsetRange range : ranges) {
        out.writeUTF(range.topic());
        out.writeInt(range.partition());
        out.writeLong(range.fromOffset());
        out.writeLong(range.untilOffset());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // to memory
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if this is no cut, or one of a later version
   */
  public static OffsetRange[] read(byte[] cut) {
    if (cut.length == 0) {
      return new OffsetRange[0]; // a batch without partitions
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(cut))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "The offsets of a batch were written by another version (" + version + ")");
      }
      OffsetRange[] ranges = new OffsetRange[in.readInt()];
      for (int i = 0; i < ranges.length; i++) {
        ranges[i] = OffsetRange.create(in.readUTF(), in.readInt(), in.readLong(), in.readLong());
      }
      return ranges;
    } catch (IOException e) {
      throw new IllegalArgumentException("The offsets of a batch are incomplete", e);
    }
  }
}
