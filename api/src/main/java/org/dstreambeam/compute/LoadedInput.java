// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.dstreambeam.task.AccumulatorRegistry;
import org.dstreambeam.task.LocalTask;
import org.jspecify.annotations.Nullable;

/** Reads objects whose classes come from a loader that is named. */
public class LoadedInput extends ObjectInputStream {
  private static final Set<String> PRIMITIVES =
      Set.of("boolean", "byte", "char", "double", "float", "int", "long", "short", "void");

  private final @Nullable ClassLoader loader;
  private final boolean andOurs;

  /**
   * @param loader null for the system's classes
   * @param andOurs whether classes that it does not know may come from the loader of this library
   */
  protected LoadedInput(InputStream bytes, @Nullable ClassLoader loader, boolean andOurs)
      throws IOException {
    super(bytes);
    this.loader = loader;
    this.andOurs = andOurs;
    enableResolveObject(LocalTask.current() != null || AccumulatorRegistry.isRemote());
  }

  /**
   * Functions of one task share its copies of what they captured: its accumulators. Others share
   * those of the process, if the program comes from elsewhere.
   */
  @Override
  protected Object resolveObject(Object read) throws IOException {
    LocalTask task = LocalTask.current();
    return task == null ? AccumulatorRegistry.own(read) : task.own(read);
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

  /** A proxy lives where its interfaces do. */
  @Override
  protected Class<?> resolveProxyClass(String[] interfaces)
      throws IOException, ClassNotFoundException {
    Class<?>[] types = new Class<?>[interfaces.length];
    for (int i = 0; i < interfaces.length; i++) {
      try {
        types[i] = Class.forName(interfaces[i], false, loader);
      } catch (ClassNotFoundException e) {
        if (!andOurs) {
          throw e;
        }
        return super.resolveProxyClass(interfaces);
      }
    }
    ClassLoader home = loader;
    for (Class<?> type : types) {
      if (!java.lang.reflect.Modifier.isPublic(type.getModifiers())) {
        home = type.getClassLoader(); // it can be nowhere else
      }
    }
    return Proxy.newProxyInstance(home, types, (proxy, method, args) -> null).getClass();
  }
}
