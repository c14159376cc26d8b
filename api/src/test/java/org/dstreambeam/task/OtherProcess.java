// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.Rethrow;

/**
 * What another process would be to classes with static state: a class loader that has loaded all of
 * them anew. Code goes there as bytes, as a program does, and what it returns is of the JDK's
 * types.
 */
final class OtherProcess implements AutoCloseable {

  private final URLClassLoader loader;
  private final Function<byte[], Object> remote;

  /** What is done there. */
  @FunctionalInterface
  interface Code<R> extends Callable<R>, Serializable {}

  /** The other end. */
  public static final class Remote implements Function<byte[], Object> {
    @Override
    @SuppressWarnings("NullAway") // code without a result returns null
    public Object apply(byte[] code) {
      try {
        return ((Callable<?>) JavaSerialization.read(code)).call();
      } catch (Exception e) {
        throw Rethrow.as(e);
      }
    }
  }

  @SuppressWarnings("unchecked") // see Remote
  OtherProcess() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    loader =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    remote =
        (Function<byte[], Object>)
            loader.loadClass(Remote.class.getName()).getDeclaredConstructor().newInstance();
  }

  /** Runs {@code code} there, which is written here and read there. */
  @SuppressWarnings("unchecked") // of the JDK's, so it is the same class
  <R> R call(Code<R> code) throws IOException {
    byte[] bytes = JavaSerialization.write(code);
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return (R) remote.apply(bytes);
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
