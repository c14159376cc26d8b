// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a split of a Beam source was read.
 *
 * @param number of the split, which is that of its partition
 * @param source the split itself, serialised; empty where it is known from elsewhere
 * @param mark the reader's checkpoint mark, encoded; null if nothing was read, or marks have no
 *     bytes
 * @param count how many records there are up to here
 */
record SplitPlace(int number, byte[] source, byte @Nullable [] mark, long count) {

  private static final byte[] NO_SOURCE = new byte[0];
  private static final int NO_MARK = -1;

  /** For who knows the split. */
  byte[] toBytes() {
    return toBytes(List.of(new SplitPlace(number, NO_SOURCE, mark, count)));
  }

  /** A later place of the same split. */
  SplitPlace at(byte @Nullable [] newMark, long newCount) {
    return new SplitPlace(number, source, newMark, newCount);
  }

  /** Places as one value, which is not empty even if there are none. */
  static byte[] toBytes(Collection<SplitPlace> places) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(places.size());
      for (SplitPlace place : places) {
        place.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // in memory
    }
    return bytes.toByteArray();
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeInt(number);
    out.writeInt(source.length);
    out.write(source);
    out.writeInt(mark == null ? NO_MARK : mark.length);
    if (mark != null) {
      out.write(mark);
    }
    out.writeLong(count);
  }

  static List<SplitPlace> of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int count = in.readInt();
    List<SplitPlace> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = in.readInt();
      byte[] source = readBytes(in, in.readInt());
      int length = in.readInt();
      byte[] mark = length == NO_MARK ? null : readBytes(in, length);
      places.add(new SplitPlace(number, source, mark, in.readLong()));
    }
    return places;
  }

  private static byte[] readBytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
