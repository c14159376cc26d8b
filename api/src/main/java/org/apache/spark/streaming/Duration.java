// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Product;
import scala.Serializable;
import scala.Some;
import scala.runtime.Statics;

/**
 * A length of time in whole milliseconds; may be zero or negative. An immutable value.
 *
 * <p>Sums and products wrap around as those of a {@code long} do. The methods with operator names
 * are the ones that Scala sources call; each equals the named method beside it.
 */
public class Duration implements Product, Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SECOND = 1000;
  private static final int MINUTE = 60 * SECOND;
  private static final int HOUR = 60 * MINUTE;

  private final long millis;

  /** Creates a duration of any number of milliseconds. */
  public Duration(long millis) {
    this.millis = millis;
  }

  /** Creates a duration, as {@code Duration(5)} in Scala does. */
  public static Duration apply(long millis) {
    return new Duration(millis);
  }

  /** The milliseconds of a duration for a Scala pattern; {@code None} for null. */
  public static Option<Object> unapply(@Nullable Duration duration) {
    return duration == null ? Option.empty() : new Some<>(duration.millis);
  }

  /** The length in milliseconds. */
  public long milliseconds() {
    return millis;
  }

  public boolean less(Duration that) {
    return millis < that.millis;
  }

  public boolean lessEq(Duration that) {
    return millis <= that.millis;
  }

  public boolean greater(Duration that) {
    return millis > that.millis;
  }

  public boolean greaterEq(Duration that) {
    return millis >= that.millis;
  }

  public Duration plus(Duration that) {
    return new Duration(millis + that.millis);
  }

  public Duration minus(Duration that) {
    return new Duration(millis - that.millis);
  }

  public Duration times(int times) {
    return new Duration(millis * times);
  }

  /** The ratio of the two lengths; infinite or not a number if {@code that} is zero. */
  public double div(Duration that) {
    return (double) millis / (double) that.millis;
  }

  public boolean $less(Duration that) {
    return less(that);
  }

  public boolean $less$eq(Duration that) {
    return lessEq(that);
  }

  public boolean $greater(Duration that) {
    return greater(that);
  }

  public boolean $greater$eq(Duration that) {
    return greaterEq(that);
  }

  public Duration $plus(Duration that) {
    return plus(that);
  }

  public Duration $minus(Duration that) {
    return minus(that);
  }

  public Duration $times(int times) {
    return times(times);
  }

  public double $div(Duration that) {
    return div(that);
  }

  /**
   * Whether this is a whole number of {@code that}.
   *
   * @throws ArithmeticException if {@code that} is zero
   */
  public boolean isMultipleOf(Duration that) {
    return millis % that.millis == 0;
  }

  public Duration min(Duration that) {
    return new Duration(Math.min(millis, that.millis));
  }

  public Duration max(Duration that) {
    return new Duration(Math.max(millis, that.millis));
  }

  public boolean isZero() {
    return millis == 0;
  }

  /** The milliseconds with their unit, such as {@code 5000 ms}. */
  @Override
  public String toString() {
    return millis + " ms";
  }

  /** The milliseconds without a unit, such as {@code 5000}. */
  public String toFormattedString() {
    return Long.toString(millis);
  }

  /**
   * The length in the largest unit that it fills, such as {@code 999 ms}, {@code 1.5 s}, {@code 1.5
   * m} or {@code 1.50 h}; negative lengths stay in milliseconds. The decimal separator is a point
   * in every locale.
   *
   * <p>As in Spark the division is one of floats, which shows in the rounding: 1050 ms are {@code
   * 1.0 s}.
   */
  public String prettyPrint() {
    if (millis < SECOND) {
      return toString();
    }
    if (millis < MINUTE) {
      return String.format(Locale.US, "%.1f s", (float) millis / SECOND);
    }
    if (millis < HOUR) {
      return String.format(Locale.US, "%.1f m", (float) millis / MINUTE);
    }
    return String.format(Locale.US, "%.2f h", (float) millis / HOUR);
  }

  /** A duration of the given milliseconds, as the copy method of a Scala case class. */
  public Duration copy(long millis) {
    return new Duration(millis);
  }

  /** The milliseconds that {@code copy()} in Scala keeps. */
  public long copy$default$1() {
    return millis;
  }

  @Override
  public String productPrefix() {
    return "Duration";
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int index) {
    if (index != 0) {
      throw new IndexOutOfBoundsException(Integer.toString(index));
    }
    return millis;
  }

  @Override
  public boolean canEqual(@Nullable Object that) {
    return that instanceof Duration;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Duration that && millis == that.millis && that.canEqual(this));
  }

  /**
   * The hash of a Scala case class of one long: it decides the partition of a duration used as a
   * key.
   */
  @Override
  public int hashCode() {
    return Statics.finalizeHash(Statics.mix(0xCAFEBABE, Statics.longHash(millis)), 1);
  }
}
