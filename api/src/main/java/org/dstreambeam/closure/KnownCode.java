// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which classes of the JDK, of Spark and of Scala only compute: without input or output, threads,
 * clocks or state that is shared. What is not listed may do anything.
 */
final class KnownCode {

  private static final List<String> PURE =
      List.of(
          "java/lang/",
          "java/util/",
          "java/math/",
          "java/text/",
          "java/time/",
          "java/nio/charset/",
          "java/net/URI",
          "java/net/URLDecoder",
          "java/net/URLEncoder",
          "java/io/StringReader",
          "java/io/StringWriter",
          "java/io/ByteArray",
          "java/io/IOException",
          "java/io/UncheckedIOException",
          "scala/Tuple",
          "scala/Product",
          "org/apache/spark/HashPartitioner",
          "org/apache/spark/broadcast/Broadcast",
          "org/apache/spark/api/java/Optional",
          "org/apache/spark/api/java/function/");

  private static final List<String> IMPURE =
      List.of(
          "java/lang/Class", // also ClassLoader, ClassValue
          "java/lang/InheritableThreadLocal",
          "java/lang/Module",
          "java/lang/Process",
          "java/lang/Runtime",
          "java/lang/Shutdown",
          "java/lang/StackWalker",
          "java/lang/System",
          "java/lang/Thread",
          "java/lang/instrument/",
          "java/lang/invoke/",
          "java/lang/management/",
          "java/lang/module/",
          "java/lang/ref/",
          "java/lang/reflect/",
          "java/util/Calendar",
          "java/util/GregorianCalendar",
          "java/util/ResourceBundle",
          "java/util/Scanner",
          "java/util/ServiceLoader",
          "java/util/Timer",
          "java/util/concurrent/",
          "java/util/jar/",
          "java/util/logging/",
          "java/util/prefs/",
          "java/util/zip/");

  /** Exceptions whose names begin like those of classes that do more. */
  private static final Set<String> UNLIKE_THEIR_NAMES =
      Set.of(
          "java/lang/RuntimeException",
          "java/lang/ClassCastException",
          "java/util/concurrent/TimeoutException");

  /** What else depends on the moment, or changes what others see. */
  private static final Set<String> IMPURE_NAMES =
      Set.of("now", "setDefault", "systemUTC", "systemDefaultZone", "notify", "notifyAll", "wait");

  private static final Set<Class<?>> IMMUTABLE =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class,
          Locale.class,
          Charset.class,
          Pattern.class);

  private KnownCode() {}

  static boolean isOfJdk(String owner) {
    return owner.startsWith("java/")
        || owner.startsWith("javax/")
        || owner.startsWith("jdk/")
        || owner.startsWith("sun/");
  }

  /** Whether this class tells of a class' methods, so that their code need not be read. */
  static boolean isKnown(String owner) {
    return owner.startsWith("[")
        || isOfJdk(owner)
        || owner.startsWith("org/apache/spark/")
        || PURE.stream().anyMatch(owner::startsWith);
  }

  /** Whether a method of a known class only computes. */
  static boolean isPure(String owner, String name, String descriptor) {
    if (owner.startsWith("[") || UNLIKE_THEIR_NAMES.contains(owner)) {
      return true;
    }
    if (owner.equals("java/util/Date") && name.equals("<init>") && descriptor.equals("()V")) {
      return false; // the time of day
    }
    return PURE.stream().anyMatch(owner::startsWith)
        && IMPURE.stream().noneMatch(owner::startsWith)
        && !IMPURE_NAMES.contains(name);
  }

  static boolean isImmutable(Class<?> type) {
    return type.isPrimitive()
        || IMMUTABLE.contains(type)
        || type.isEnum()
        || (type.getName().startsWith("java.time.") && Modifier.isFinal(type.getModifiers()));
  }
}
