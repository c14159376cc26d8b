// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.dstreambeam.compute.JavaSerialization;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block's bytes: batch time, kind, partition, then the records or the failure as one
 * object graph. A failure is always written by Java serialization, which every {@link Throwable}
 * knows and which keeps its stack. One coder for every record type: nothing is asked of the users'
 * classes but what their serialiser asks.
 */
public final class BlockCoder extends AtomicCoder<Block> {

  private static final long serialVersionUID = 1L;

  private static final int RECORDS = 0;
  private static final int MARKER = 1;
  private static final int FAILURE = 2;
  private static final int FAILED_MARKER = 3;
  private static final int LOST = 4;
  private static final int ELSEWHERE = 5;

  /** A bit beside the kind: bytes for the accumulators of another process follow it. */
  private static final int WITH_UPDATES = 0x10;

  private final RecordSerializer serializer;

  public BlockCoder(RecordSerializer serializer) {
    this.serializer = serializer;
  }

  /** The coder of states that go the same way. */
  public StateCellCoder ofStates() {
    return new StateCellCoder(this, serializer);
  }

  @Override
  public void encode(Block block, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    VarInt.encode(block.batchTime(), data);
    Throwable failure = block.failure();
    if (!block.isMarker()) {
      encodePartition(block, data);
    } else if (failure == null) {
      writeKind(MARKER, block, data);
    } else {
      writeKind(FAILED_MARKER, block, data);
      VarInt.encode(block.partition(), data);
      writeBytes(data, ShippedFailure.serialize(failure));
    }
    data.flush();
  }

  private static void writeKind(int kind, Block block, DataOutputStream data) throws IOException {
    byte[] updates = block.updates();
    if (updates == null) {
      data.writeByte(kind);
    } else {
      data.writeByte(kind | WITH_UPDATES);
      writeBytes(data, updates);
    }
  }

  /** Records that cannot be written, or computed if they are lazy, fail their partition only. */
  private void encodePartition(Block block, DataOutputStream data) throws IOException {
    Throwable failure = block.failure();
    byte[] bytes = new byte[0];
    boolean isElsewhere = block.records() instanceof RecordsElsewhere;
    if (failure == null) {
      try {
        bytes =
            isElsewhere
                ? JavaSerialization.write(block.records())
                : serializer.write(toArray(block.records()));
      } catch (Exception e) {
        failure = e;
      }
    }
    if (failure != null) {
      bytes = ShippedFailure.serialize(failure);
    }
    int records = isElsewhere ? ELSEWHERE : RECORDS;
    writeKind(failure == null ? records : block.isLost() ? LOST : FAILURE, block, data);
    VarInt.encode(block.partition(), data);
    writeBytes(data, bytes);
  }

  @Override
  public Block decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    long batchTime = VarInt.decodeLong(data);
    int kind = data.readUnsignedByte();
    if ((kind & WITH_UPDATES) == 0) {
      return decode(kind, batchTime, data);
    }
    byte[] updates = readBytes(data);
    return decode(kind & ~WITH_UPDATES, batchTime, data).withUpdates(updates);
  }

  private Block decode(int kind, long batchTime, DataInputStream data) throws IOException {
    return switch (kind) {
      case MARKER -> Block.marker(batchTime);
      case FAILED_MARKER, FAILURE ->
          Block.failed(
              batchTime, VarInt.decodeLong(data), ShippedFailure.deserialize(readBytes(data)));
      case LOST ->
          Block.lost(
              batchTime, VarInt.decodeLong(data), ShippedFailure.deserialize(readBytes(data)));
      case RECORDS ->
          Block.of(batchTime, VarInt.decodeLong(data), toList(serializer.read(readBytes(data))));
      case ELSEWHERE -> Block.of(batchTime, VarInt.decodeLong(data), elsewhere(readBytes(data)));
      default -> throw new CoderException("Not a block: unknown kind " + kind);
    };
  }

  private static RecordsElsewhere elsewhere(byte[] bytes) throws IOException {
    if (JavaSerialization.read(bytes) instanceof RecordsElsewhere records) {
      return records;
    }
    throw new CoderException("Not a block: its records are nowhere");
  }

  private static @Nullable Object[] toArray(Iterable<?> records) {
    if (records instanceof List<?> list) {
      return list.toArray();
    }
    List<@Nullable Object> list = new ArrayList<>();
    records.forEach(list::add);
    return list.toArray();
  }

  private static List<@Nullable Object> toList(Object records) throws CoderException {
    if (records instanceof @Nullable Object[] array) {
      return Arrays.asList(array);
    }
    throw new CoderException("Not a block: its records are a " + records.getClass().getName());
  }

  static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    VarInt.encode(bytes.length, out);
    out.write(bytes);
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
    int length = VarInt.decodeInt(in);
    if (length < 0) {
      throw new CoderException("Not a block: length " + length);
    }
    byte[] bytes = in.readNBytes(length); // grows as it reads: a wrong length costs no memory
    if (bytes.length < length) {
      throw new EOFException("A block ends after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }
}
