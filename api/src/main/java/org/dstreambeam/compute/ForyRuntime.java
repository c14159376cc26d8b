// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import org.apache.fory.Fory;
import org.apache.fory.collection.MultiKeyWeakMap;
import org.apache.fory.config.ForyBuilder;
import org.apache.fory.config.Language;

/**
 * Fory, as it is loaded by one class loader.
 *
 * <p>It starts a thread that waits for garbage and never ends. In a process that runs one program
 * after another, each with a class loader of its own, that thread would keep all their classes. So
 * it is started here, where it is known whose it is, and can be ended.
 */
public final class ForyRuntime {

  /** Fory's name of it. */
  private static final String CLEANER = "fory-multi-key-weak-map-cleaner";

  private static final ClassLoader LOADER = ForyRuntime.class.getClassLoader();

  static {
    Thread starter = new Thread(new Start(LOADER), "fory-start");
    starter.setContextClassLoader(LOADER); // what the cleaner is found by: it inherits it
    starter.setDaemon(true); // as the cleaner
    starter.start();
    boolean interrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) { // it takes no time
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private ForyRuntime() {}

  /** Not a lambda, which could not run before the class around it is initialised. */
  private record Start(ClassLoader key) implements Runnable {
    @Override
    public void run() {
      var unused = new MultiKeyWeakMap<>().get(new Object[] {key});
    }
  }

  /** For records of any class, with shared and cyclic references kept. */
  public static ForyBuilder newBuilder() {
    return Fory.builder()
        .withLanguage(Language.JAVA)
        .requireClassRegistration(false)
        .suppressClassRegistrationWarnings(true)
        .withRefTracking(true);
  }

  /**
   * Ends the thread, if this class was loaded for one program only: to be called at its end. What
   * Fory serialises later, it does all the same.
   */
  public static void end() {
    if (LOADER == ClassLoader.getSystemClassLoader()) {
      return;
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(CLEANER) && thread.getContextClassLoader() == LOADER) {
        thread.interrupt();
      }
    }
  }
}
