// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * A main class with its loader and arguments, ready to run in the current thread.
 *
 * @param verbose whether to show the stack trace of a program that cannot be started
 */
record Application(
    String mainClass, ApplicationClassLoader loader, List<String> arguments, boolean verbose) {

  Application {
    arguments = List.copyOf(arguments);
  }

  /**
   * Calls main, with the application's loader as context class loader.
   *
   * @return 0 if main returned, 1 if it threw
   * @throws UsageException if there is no such main method
   */
  int run() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      // Without a cast to Object the array would be spread over main's parameters.
      mainMethod().invoke(null, (Object) arguments.toArray(new String[0]));
      return 0;
    } catch (InvocationTargetException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    } catch (IllegalAccessException e) {
      return failed(e);
    } catch (LinkageError e) {
      // The main class itself, or a type in the signature of one of its methods, does not load.
      return failed(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Method mainMethod() {
    Method main;
    try {
      main = Class.forName(mainClass, false, loader).getMethod("main", String[].class);
    } catch (ClassNotFoundException e) {
      throw new UsageException(
          "class " + mainClass + " is in none of the application's jars; check --class");
    } catch (NoSuchMethodException e) {
      throw noMain();
    }
    if (!Modifier.isStatic(main.getModifiers()) || main.getReturnType() != void.class) {
      throw noMain();
    }
    // As the java command does, accept a main class that is not public.
    main.setAccessible(true);
    return main;
  }

  private UsageException noMain() {
    return new UsageException(
        "class " + mainClass + " has no public static void main(String[]); check --class");
  }

  /**
   * As the JVM would at the end of the main thread: the handler that the application may have set,
   * otherwise the stack trace on standard error. That a program cannot be started is no failure of
   * its code, and is told in one line.
   */
  private int failed(Throwable failure) {
    Thread thread = Thread.currentThread();
    String reason = Library.whyItCannotStart(failure, loader);
    if (reason == null || verbose || Thread.getDefaultUncaughtExceptionHandler() != null) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
    if (reason != null) {
      Submit.tell(reason);
      return 1;
    }
    MissingSparkMember.in(failure, loader::isOfTheApplication)
        .ifPresent(
            member ->
                Submit.tell(
                    member
                        + " is not provided by this version of DStream on Beam; docs/differences.md"
                        + " says what is, and what to use instead"));
    return 1;
  }
}
