// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds, in a failure of the application, the part of Spark that it needs and we do not have. */
final class MissingSparkMember {

  private static final Pattern CLASS = Pattern.compile("org[./]apache[./]spark[./][\\w$./]+");

  /** The JVM's words: {@code 'int org.apache.spark.Owner.name(java.lang.String)'}. */
  private static final Pattern METHOD =
      Pattern.compile("'?(?:.* )?(org\\.apache\\.spark\\.[\\w$.]+)\\.([\\w$<>]+)\\((.*)\\)'?");

  private MissingSparkMember() {}

  /** The class or method that is missing, somewhere along the causes of the failure. */
  static Optional<String> in(Throwable failure, ClassLoader application) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      String member = missing(cause, application);
      if (member != null) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  private static @Nullable String missing(Throwable cause, ClassLoader application) {
    String message = cause.getMessage();
    if (message == null) {
      return null;
    }
    if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
      return CLASS.matcher(message).matches() ? "class " + message.replace('/', '.') : null;
    }
    if (cause instanceof NoSuchMethodError) {
      Matcher method = METHOD.matcher(message);
      return method.matches() && !isOfTheApplication(method.group(1), application)
          ? "method " + method.group(1) + "." + method.group(2) + "(" + method.group(3) + ")"
          : null;
    }
    return null;
  }

  /** Whether the class, though under Spark's name, comes from a jar of the application. */
  private static boolean isOfTheApplication(String className, ClassLoader application) {
    try {
      return Class.forName(className, false, application).getClassLoader() == application;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
