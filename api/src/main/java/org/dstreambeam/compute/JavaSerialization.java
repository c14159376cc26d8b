// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization of what the user's classes make up. What it reads is trusted: it is what a
 * program wrote.
 *
 * <p>Classes are looked up by the thread's context loader first: the application's need not be
 * known to the loader of this library.
 */
public final class JavaSerialization {

  private JavaSerialization() {}

  /**
   * @throws java.io.NotSerializableException naming the class that is not serialisable
   */
  public static byte[] write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  /**
   * Finds out whether {@code object} can be written, without keeping what is.
   *
   * @throws java.io.NotSerializableException naming the class that is not serialisable
   */
  public static void check(@Nullable Object object) throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(object);
    }
  }

  /**
   * @throws IOException also if a class is not on the class path
   */
  public static Object read(byte[] bytes) throws IOException {
    try (ObjectInputStream in = input(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("A class is not on the class path: " + e.getMessage(), e);
    }
  }

  /** Reads objects one by one from a stream that {@link ObjectOutputStream} wrote. */
  public static ObjectInputStream input(InputStream bytes) throws IOException {
    return new LoadedInput(bytes, Thread.currentThread().getContextClassLoader(), true);
  }

  /** As the other form, with classes from {@code loader} only; null for the system's classes. */
  public static ObjectInputStream input(InputStream bytes, @Nullable ClassLoader loader)
      throws IOException {
    return new LoadedInput(bytes, loader, false);
  }
}
