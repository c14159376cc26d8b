// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/**
 * Accumulators by id as bytes: what tasks hand back, or totals. What is read is a new object, for
 * which nothing of the process is put in place; classes are looked up by the thread's context
 * loader first.
 */
final class AccumulatorBytes {

  private AccumulatorBytes() {}

  /**
   * @throws java.io.NotSerializableException naming the class that is not serialisable
   */
  static byte[] write(Map<Long, ? extends AccumulatorV2<?, ?>> accumulators) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeInt(accumulators.size());
      for (Map.Entry<Long, ? extends AccumulatorV2<?, ?>> each : accumulators.entrySet()) {
        out.writeLong(each.getKey());
        out.writeObject(each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  static Map<Long, AccumulatorV2<?, ?>> read(byte[] bytes) {
    Map<Long, AccumulatorV2<?, ?>> accumulators = new HashMap<>();
    try (ObjectInputStream in = new ContextInput(new ByteArrayInputStream(bytes))) {
      for (int left = in.readInt(); left > 0; left--) {
        accumulators.put(in.readLong(), (AccumulatorV2<?, ?>) in.readObject());
      }
      return accumulators;
    } catch (IOException | ClassNotFoundException e) {
      throw new UncheckedIOException(
          "Accumulators of another process cannot be read: " + e, new IOException(e));
    }
  }

  /** Several arrays as one, each behind its length. */
  static byte[] join(List<byte[]> parts) {
    int size = 0;
    for (byte[] part : parts) {
      size = Math.addExact(size, Integer.BYTES + part.length);
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    for (byte[] part : parts) {
      joined.putInt(part.length).put(part);
    }
    return joined.array();
  }

  static List<byte[]> split(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>();
    for (ByteBuffer joined = ByteBuffer.wrap(bytes); joined.hasRemaining(); ) {
      byte[] part = new byte[joined.getInt()];
      joined.get(part);
      parts.add(part);
    }
    return parts;
  }

  private static final class ContextInput extends ObjectInputStream {
    ContextInput(InputStream bytes) throws IOException {
      super(bytes);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(
            description.getName(), false, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException e) { // primitives, and what only our own loader knows
        return super.resolveClass(description);
      }
    }
  }
}
