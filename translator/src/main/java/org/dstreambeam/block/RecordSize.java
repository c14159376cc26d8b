// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;

/**
 * Roughly how much heap a record takes. Strings, arrays, tuples and the JDK's collections are
 * measured, the latter by their first element; objects of other classes count as what their class
 * comes to on average, which is sampled by serialising one now and then.
 */
final class RecordSize {

  private static final long HEADER = 16;
  private static final long REFERENCE = 4;
  private static final long STRING = 40;
  private static final long LIST_ENTRY = 8;
  private static final long MAP_ENTRY = 48;
  private static final long IF_UNKNOWN = 128;

  private static final ClassValue<Average> AVERAGES =
      new ClassValue<>() {
        @Override
        protected Average computeValue(Class<?> type) {
          return new Average();
        }
      };

  private RecordSize() {}

  /** The estimate in bytes. */
  static long of(@Nullable Object record) {
    try {
      return measure(record);
    } catch (RuntimeException e) { // a collection that is changed meanwhile, say
      return IF_UNKNOWN;
    }
  }

  private static long measure(@Nullable Object record) {
    if (record == null) {
      return 0;
    }
    if (record instanceof String string) {
      return STRING + string.length();
    }
    if (record instanceof Tuple2<?, ?> pair) {
      return HEADER + 2 * REFERENCE + of(pair._1()) + of(pair._2());
    }
    if (record instanceof Tuple3<?, ?, ?> triple) {
      return HEADER + 3 * REFERENCE + of(triple._1()) + of(triple._2()) + of(triple._3());
    }
    if (record instanceof Number && record.getClass().getName().startsWith("java.lang.")) {
      return HEADER + Long.BYTES;
    }
    if (record.getClass().isArray()) {
      return ofArray(record);
    }
    if (record.getClass().getName().startsWith("java.util.")) {
      if (record instanceof Collection<?> collection) {
        return ofCollection(collection);
      }
      if (record instanceof Map<?, ?> map) {
        return ofMap(map);
      }
    }
    return AVERAGES.get(record.getClass()).of(record);
  }

  private static long ofArray(Object array) {
    long length = Array.getLength(array);
    Class<?> type = array.getClass().getComponentType();
    if (type.isPrimitive()) {
      return HEADER + length * bytesOf(type);
    }
    return HEADER + length * (REFERENCE + (length == 0 ? 0 : of(Array.get(array, 0))));
  }

  private static int bytesOf(Class<?> primitive) {
    if (primitive == long.class || primitive == double.class) {
      return Long.BYTES;
    }
    if (primitive == int.class || primitive == float.class) {
      return Integer.BYTES;
    }
    return primitive == char.class || primitive == short.class ? Short.BYTES : Byte.BYTES;
  }

  private static long ofCollection(Collection<?> collection) {
    long size = collection.size();
    return 2 * HEADER + (size == 0 ? 0 : size * (LIST_ENTRY + of(collection.iterator().next())));
  }

  private static long ofMap(Map<?, ?> map) {
    if (map.isEmpty()) {
      return 2 * HEADER;
    }
    Map.Entry<?, ?> first = map.entrySet().iterator().next();
    return 2 * HEADER + map.size() * (MAP_ENTRY + of(first.getKey()) + of(first.getValue()));
  }

  /**
   * Of the records of one class. Threads may lose each other's samples, which costs nothing but
   * precision.
   */
  private static final class Average {

    private static final int SAMPLED_AT_FIRST = 8;
    private static final int SAMPLE_EVERY = 16;

    /** Objects take more room on the heap than in Fory's bytes. */
    private static final long HEAP_PER_SERIALIZED_BYTE = 2;

    private volatile int seen;
    private volatile long bytes = IF_UNKNOWN;

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // see above
    long of(Object record) {
      int nth = seen++;
      if (nth >= SAMPLED_AT_FIRST && nth % SAMPLE_EVERY != 0) {
        return bytes;
      }
      long measured = serialize(record);
      long average = nth == 0 ? measured : (3 * bytes + measured) / 4;
      bytes = average;
      return average;
    }

    private long serialize(Object record) {
      try {
        return HEADER + HEAP_PER_SERIALIZED_BYTE * RecordSerializer.FORY.write(record).length;
      } catch (IOException | RuntimeException e) {
        return bytes; // such records cannot be spilled either, and then it is said
      }
    }
  }
}
