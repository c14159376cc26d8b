// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.Set;
import org.dstreambeam.task.LocalTask;
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

  private static final class LoadedInput extends ObjectInputStream {
    private static final Set<String> PRIMITIVES =
        Set.of("boolean", "byte", "char", "double", "float", "int", "long", "short", "void");

    private final @Nullable ClassLoader loader;
    private final boolean andOurs;

    LoadedInput(InputStream bytes, @Nullable ClassLoader loader, boolean andOurs)
        throws IOException {
      super(bytes);
      this.loader = loader;
      this.andOurs = andOurs;
      enableResolveObject(LocalTask.current() != null);
    }

    /** Functions of one task share its copies of what they captured: its accumulators. */
    @Override
    protected Object resolveObject(Object read) {
      LocalTask task = LocalTask.current();
      return task == null ? read : task.own(read);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) { // primitives, and what only our own loader knows
        if (!andOurs && !PRIMITIVES.contains(description.getName())) {
          throw e;
        }
        return super.resolveClass(description);
      }
    }
  }
}
