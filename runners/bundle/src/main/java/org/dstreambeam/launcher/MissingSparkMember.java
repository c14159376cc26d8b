// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.util.Optional;
import java.util.function.Predicate;
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

  /**
   * The class or method that is missing, somewhere along the causes of the failure.
   *
   * @param ofTheApplication whether the class of this name comes from a jar of the application
   */
  static Optional<String> in(Throwable failure, Predicate<String> ofTheApplication) {
    for (Throwable cause : Causes.of(failure)) {
      String member = missing(cause, ofTheApplication);
      if (member != null) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  private static @Nullable String missing(Throwable cause, Predicate<String> ofTheApplication) {
    String message = cause.getMessage();
    if (message == null) {
      return null;
    }
    if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
      return CLASS.matcher(message).matches() ? "class " + message.replace('/', '.') : null;
    }
    if (cause instanceof NoSuchMethodError) {
      Matcher method = METHOD.matcher(message);
      return method.matches() && !ofTheApplication.test(method.group(1))
          ? "method " + method.group(1) + "." + method.group(2) + "(" + method.group(3) + ")"
          : null;
    }
    return null;
  }
}
