// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that may be absent, such as the state of a key before its first value or the missing side
 * of an outer join.
 *
 * <p>Unlike {@link java.util.Optional} it is serializable, hence can be data of a stream. It never
 * holds null. An immutable value.
 */
public final class Optional<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Optional<?> EMPTY = new Optional<>(null);

  private final @Nullable T value;

  private Optional(@Nullable T value) {
    this.value = value;
  }

  /** The absent value. */
  public static <T> Optional<T> empty() {
    @SuppressWarnings("unchecked") // It holds no T.
    Optional<T> empty = (Optional<T>) EMPTY;
    return empty;
  }

  /**
   * Holds a value.
   *
   * @throws NullPointerException if it is null
   */
  public static <T> Optional<T> of(T value) {
    return new Optional<>(Objects.requireNonNull(value));
  }

  /** Holds a value, or is absent if that is null. */
  public static <T> Optional<T> ofNullable(@Nullable T value) {
    return value == null ? empty() : of(value);
  }

  /** The same as {@link #empty()}. */
  public static <T> Optional<T> absent() {
    return empty();
  }

  /** The same as {@link #ofNullable}. */
  public static <T> Optional<T> fromNullable(@Nullable T value) {
    return ofNullable(value);
  }

  /**
   * The value.
   *
   * @throws NullPointerException if it is absent; not the exception of {@link java.util.Optional},
   *     but Spark's
   */
  public T get() {
    return Objects.requireNonNull(value);
  }

  /** The value, or {@code other}, which may be null, if it is absent. */
  public @Nullable T orElse(@Nullable T other) {
    return value == null ? other : value;
  }

  /** The same as {@link #orElse}. */
  public @Nullable T or(@Nullable T other) {
    return orElse(other);
  }

  /** The value, or null if it is absent. */
  public @Nullable T orNull() {
    return value;
  }

  public boolean isPresent() {
    return value != null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Optional<?> that && Objects.equals(value, that.value);
  }

  /** The hash code of the value; zero if it is absent. */
  @Override
  public int hashCode() {
    return Objects.hashCode(value);
  }

  @Override
  public String toString() {
    return value == null ? "Optional.empty" : "Optional[" + value + "]";
  }
}
