// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What passes over the link at a time.
 *
 * <pre>
 *   length of the rest: 4 bytes | type: 1 byte | content
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // so one equals itself only: a queue finds its own again
record Frame(Type type, byte[] content) {

  /** Also the greatest amount of memory that a peer can make us take at a time. */
  static final int MOST_BYTES = 64 * 1024 * 1024;

  enum Type {
    /** To a TaskManager: {@link Instructions}. */
    INSTRUCTIONS,
    /** From a TaskManager: it has done what the instructions of that number say. */
    HEEDED,
    /** From a TaskManager, and passed on to all: the outputs of a batch are done. */
    COMPLETED,
    /** From a TaskManager: text for the standard output. */
    PRINTED,
    /** From a TaskManager: a line for the log. */
    REPORT,
    /** From a TaskManager: the values of accumulators. */
    ACCUMULATORS,
    /** From a TaskManager: a driver function has called for the end of the program. */
    STOP,
    /** From a TaskManager, and passed on to all: word of the program to one of its sources. */
    TOLD;

    private static final Type[] VALUES = values();
  }

  static Frame of(Type type, long number) {
    return new Frame(type, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  static Frame of(Type type, String text) {
    return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes for one who has a name. */
  static Frame of(Type type, String to, byte[] bytes) {
    byte[] name = to.getBytes(StandardCharsets.UTF_8);
    return new Frame(
        type,
        ByteBuffer.allocate(Integer.BYTES + name.length + bytes.length)
            .putInt(name.length)
            .put(name)
            .put(bytes)
            .array());
  }

  /** What {@link #of(Type, String, byte[])} was given. */
  record Word(String to, byte[] bytes) {}

  Word word() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    try {
      byte[] name = new byte[buffer.getInt()];
      buffer.get(name);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return new Word(new String(name, StandardCharsets.UTF_8), bytes);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IOException(type + " of " + content.length + " bytes", e);
    }
  }

  long number() throws IOException {
    if (content.length != Long.BYTES) {
      throw new IOException(type + " of " + content.length + " bytes");
    }
    return ByteBuffer.wrap(content).getLong();
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Bytes that it takes on its way. */
  int size() {
    return Integer.BYTES + 1 + content.length;
  }

  /** Writes it in one piece, and flushes. */
  void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(1 + content.length);
    out.writeByte(type.ordinal());
    out.write(content);
    out.flush();
  }

  /**
   * Reads the next one.
   *
   * @return null at the end
   * @throws IOException if the other side ended in the middle of one, or what it sends is none
   */
  static @Nullable Frame readFrom(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < 1 || length > MOST_BYTES) {
      throw new IOException(
          "A frame of " + Integer.toUnsignedString(length) + " bytes, the most is " + MOST_BYTES);
    }
    int type = in.readUnsignedByte();
    if (type >= Type.VALUES.length) {
      throw new IOException("A frame of the unknown type " + type);
    }
    byte[] content = in.readNBytes(length - 1); // takes memory for what comes, not as announced
    if (content.length < length - 1) {
      throw new EOFException("The end in the middle of a frame");
    }
    return new Frame(Type.VALUES[type], content);
  }
}
