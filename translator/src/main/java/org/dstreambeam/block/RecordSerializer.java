// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import org.apache.fory.ThreadSafeFory;
import org.dstreambeam.compute.ForyRuntime;
import org.dstreambeam.compute.JavaSerialization;

/**
 * Turns records into bytes and back. It reads only what processes of the same program wrote.
 *
 * <p>{@link #FORY} unless {@code spark.serializer} names Spark's {@code JavaSerializer}.
 */
public enum RecordSerializer {
  /** Apache Fory: takes any class, shared and cyclic references kept. */
  FORY {
    @Override
    public byte[] write(Object object) {
      return Instance.FORY.serialize(object);
    }

    @Override
    public Object read(byte[] bytes) throws IOException {
      try {
        return Instance.FORY.deserialize(bytes);
      } catch (RuntimeException e) { // whatever Fory stumbles over first
        throw new IOException("Records cannot be read back: " + e.getMessage(), e);
      }
    }
  },

  /** Java serialization. */
  JAVA {
    @Override
    public byte[] write(Object object) throws IOException {
      return JavaSerialization.write(object);
    }

    @Override
    public Object read(byte[] bytes) throws IOException {
      return JavaSerialization.read(bytes);
    }
  };

  /** The bytes of {@code object}. */
  public abstract byte[] write(Object object) throws IOException;

  /** What {@link #write} was given. */
  public abstract Object read(byte[] bytes) throws IOException;

  /**
   * The serialiser that {@code spark.serializer} asks for.
   *
   * @param name a class name; only Spark's {@code JavaSerializer} makes a difference
   */
  public static RecordSerializer named(String name) {
    return name.equals("org.apache.spark.serializer.JavaSerializer") ? JAVA : FORY;
  }

  /** Created when first needed, once per JVM. */
  private static final class Instance {
    static final ThreadSafeFory FORY = ForyRuntime.newBuilder().buildThreadSafeFory();
  }
}
