// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.receiver;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * Records that come as bytes, in the form of Spark's blocks of a receiver: objects one after
 * another as Java serialization writes them.
 *
 * <p>The bytes are from outside, and to read an object runs code of its class. So only classes of
 * plain data are read, and those that the program has named.
 */
public final class SerializedRecords {

  /** A pattern of {@link java.io.ObjectInputFilter.Config#createFilter}. */
  public static final String CLASSES = "spark.dstreambeam.receiver.serializedClasses";

  private static final String SERIALIZER = "spark.serializer";
  private static final Set<String> JAVA = Set.of("", "org.apache.spark.serializer.JavaSerializer");

  private static final String PLAIN_DATA =
      "maxdepth=64;java.io.Serializable;java.lang.Comparable;java.lang.Boolean;java.lang.Byte;java.lang.Character;java.lang.Double;"
          + "java.lang.Float;java.lang.Integer;java.lang.Long;java.lang.Short;java.lang.Number;"
          + "java.lang.String;java.lang.Object;java.lang.Enum;java.math.BigDecimal;"
          + "java.math.BigInteger;java.time.*;java.util.ArrayList;java.util.Arrays$ArrayList;"
          + "java.util.Date;java.util.HashMap;java.util.HashSet;java.util.LinkedHashMap;"
          + "java.util.LinkedHashSet;java.util.LinkedList;java.util.UUID;java.util.Map$Entry;"
          + "java.util.CollSer;java.sql.Date;java.sql.Timestamp;scala.Tuple*;";

  private final String serializer;
  private final @Nullable String allowed;

  /**
   * @param conf read for {@link #CLASSES} and {@code spark.serializer}
   */
  public SerializedRecords(SparkConf conf) {
    this.serializer = conf.get(SERIALIZER, "");
    this.allowed = conf.get(CLASSES, "");
  }

  /**
   * The records in {@code bytes}, from its position to its limit.
   *
   * @throws IOException if these are no objects, or they are of classes that are not read
   * @throws ClassNotFoundException if there is no such class
   * @throws UnsupportedOperationException if {@code spark.serializer} is another one than Java's
   */
  public List<Object> read(ByteBuffer bytes) throws IOException, ClassNotFoundException {
    if (!JAVA.contains(serializer)) {
      throw new UnsupportedOperationException(
          "Bytes that are stored have to be written by Java serialization, not by "
              + serializer
              + " ("
              + SERIALIZER
              + "): what that writes only genuine Spark can read");
    }
    Filter filter =
        new Filter(
            ObjectInputFilter.Config.createFilter(PLAIN_DATA + allowed + ";!*"), bytes.remaining());
    List<Object> records = new ArrayList<>();
    try (Input in = new Input(new Bytes(bytes.duplicate()))) {
      in.setObjectInputFilter(filter);
      while (true) {
        records.add(in.readObject());
      }
    } catch (EOFException atTheEnd) {
      return records;
    } catch (java.io.InvalidClassException e) {
      throw filter.refused == null ? e : refusal(filter.refused, e);
    } catch (RuntimeException e) { // bytes that claim to be a collection, say, may throw anything
      throw new IOException("these are no objects: " + e, e);
    }
  }

  private static IOException refusal(Class<?> refused, IOException cause) {
    return new IOException(
        "Objects of "
            + refused.getName()
            + " are not read from bytes that come from outside, unless "
            + CLASSES
            + " names the class, such as "
            + refused.getName()
            + " or "
            + refused.getPackageName()
            + ".*",
        cause);
  }

  /** Remembers what it refuses, which the JDK does not say. */
  private static final class Filter implements ObjectInputFilter {
    private final ObjectInputFilter pattern;
    private final int longestArray;
    private @Nullable Class<?> refused;

    /**
     * @param longestArray no honest one has more elements than there are bytes
     */
    Filter(ObjectInputFilter pattern, int longestArray) {
      this.pattern = pattern;
      this.longestArray = longestArray;
    }

    @Override
    public Status checkInput(FilterInfo info) {
      if (info.arrayLength() > longestArray) {
        return Status.REJECTED;
      }
      Status status = pattern.checkInput(info);
      if (status == Status.REJECTED) {
        refused = info.serialClass();
      }
      return status;
    }
  }

  /** With the classes of the program. */
  private static final class Input extends ObjectInputStream {
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

    Input(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description); // of int, say
      }
    }
  }

  /** What is left in a buffer. */
  private static final class Bytes extends InputStream {
    private final ByteBuffer bytes;

    Bytes(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (!bytes.hasRemaining() && length > 0) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(target, offset, count);
      return count;
    }
  }
}
