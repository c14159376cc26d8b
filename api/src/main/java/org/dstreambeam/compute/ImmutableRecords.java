// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.Optional;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;

/**
 * Knows which records nobody can change in place, so that several consumers may share them without
 * a copy: strings, boxed numbers, enums, and tuples and optionals of such.
 */
public final class ImmutableRecords {

  private static final Set<Class<?>> LEAVES =
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
          UUID.class,
          URI.class,
          Locale.class,
          Duration.class,
          Class.class);

  private static final ClassValue<Boolean> IS_LEAF =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          boolean javaTime =
              TemporalAccessor.class.isAssignableFrom(type)
                  && type.getName().startsWith("java.time.");
          return LEAVES.contains(type) || Enum.class.isAssignableFrom(type) || javaTime;
        }
      };

  private ImmutableRecords() {}

  /** False for whatever is not known to be immutable. Null is immutable. */
  public static boolean isImmutable(@Nullable Object record) {
    if (record == null || record instanceof String || record instanceof Integer) {
      return true; // the commonest: to compare a class is cheaper than to look it up
    }
    if (record instanceof Tuple2<?, ?> pair) {
      return isImmutable(pair._1()) && isImmutable(pair._2());
    }
    if (record instanceof Tuple3<?, ?, ?> triple) {
      return isImmutable(triple._1()) && isImmutable(triple._2()) && isImmutable(triple._3());
    }
    if (record instanceof Optional<?> optional) {
      return !optional.isPresent() || isImmutable(optional.get());
    }
    return IS_LEAF.get(record.getClass());
  }
}
