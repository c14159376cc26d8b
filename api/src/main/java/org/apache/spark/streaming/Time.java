// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.Product;
import scala.Serializable;
import scala.Some;
import scala.collection.Seq;
import scala.collection.immutable.NumericRange;
import scala.collection.immutable.NumericRange$;
import scala.collection.immutable.VectorBuilder;
import scala.math.Numeric;
import scala.math.Ordering;
import scala.runtime.Statics;

/**
 * A moment, such as that of a batch, in milliseconds since the epoch. An immutable value.
 *
 * <p>Not {@link Comparable}: sort with {@link #ordering()}, which is a comparator. The methods with
 * operator names are the ones that Scala sources call; each equals the named method beside it.
 */
public class Time implements Product, Serializable {
  private static final long serialVersionUID = 1L;

  private static final Ordering<Time> ORDERING =
      Ordering.by(
          (Function1<Time, Object> & java.io.Serializable) Time::milliseconds,
          Ordering.Long$.MODULE$);

  private final long millis;

  /** Creates the moment that many milliseconds after the epoch, or before it if negative. */
  public Time(long millis) {
    this.millis = millis;
  }

  /** Creates a moment, as {@code Time(5)} in Scala does. */
  public static Time apply(long millis) {
    return new Time(millis);
  }

  /** The milliseconds of a moment for a Scala pattern; {@code None} for null. */
  public static Option<Object> unapply(@Nullable Time time) {
    return time == null ? Option.empty() : new Some<>(time.millis);
  }

  /** The order of time, the earliest first; always the same instance. */
  public static Ordering<Time> ordering() {
    return ORDERING;
  }

  /** The milliseconds since the epoch. */
  public long milliseconds() {
    return millis;
  }

  public boolean less(Time that) {
    return millis < that.millis;
  }

  public boolean lessEq(Time that) {
    return millis <= that.millis;
  }

  public boolean greater(Time that) {
    return millis > that.millis;
  }

  public boolean greaterEq(Time that) {
    return millis >= that.millis;
  }

  public Time plus(Duration that) {
    return new Time(millis + that.milliseconds());
  }

  /** How long this is after {@code that}; negative if it is before. */
  public Duration minus(Time that) {
    return new Duration(millis - that.millis);
  }

  public Time minus(Duration that) {
    return new Time(millis - that.milliseconds());
  }

  public boolean $less(Time that) {
    return less(that);
  }

  public boolean $less$eq(Time that) {
    return lessEq(that);
  }

  public boolean $greater(Time that) {
    return greater(that);
  }

  public boolean $greater$eq(Time that) {
    return greaterEq(that);
  }

  public Time $plus(Duration that) {
    return plus(that);
  }

  public Duration $minus(Time that) {
    return minus(that);
  }

  public Time $minus(Duration that) {
    return minus(that);
  }

  /**
   * The last multiple of {@code that}, counted from the epoch, which is not after this.
   *
   * <p>As in Spark, moments before the epoch are rounded towards it, hence to a later moment.
   *
   * @throws ArithmeticException if {@code that} is zero
   */
  public Time floor(Duration that) {
    return floor(that, new Time(0));
  }

  /**
   * The last moment of the grid {@code zeroTime + k * that} which is not after this.
   *
   * <p>As in Spark, moments before {@code zeroTime} are rounded towards it, hence to a later
   * moment.
   *
   * @throws ArithmeticException if {@code that} is zero
   */
  public Time floor(Duration that, Time zeroTime) {
    long step = that.milliseconds();
    return new Time((millis - zeroTime.millis) / step * step + zeroTime.millis);
  }

  /**
   * Whether the milliseconds since the epoch are a whole number of {@code that}.
   *
   * @throws ArithmeticException if {@code that} is zero
   */
  public boolean isMultipleOf(Duration that) {
    return millis % that.milliseconds() == 0;
  }

  public Time min(Time that) {
    return less(that) ? this : that;
  }

  public Time max(Time that) {
    return greater(that) ? this : that;
  }

  /**
   * The moments from this one, every {@code interval}, up to but without {@code that}.
   *
   * @throws IllegalArgumentException if the interval is zero, or the moments are more than an int
   *     can count
   */
  public Seq<Time> until(Time that, Duration interval) {
    return times(
        NumericRange$.MODULE$.apply(
            millis, that.millis, interval.milliseconds(), Numeric.LongIsIntegral$.MODULE$));
  }

  /**
   * The moments from this one, every {@code interval}, up to {@code that}, which is included if the
   * steps meet it.
   *
   * @throws IllegalArgumentException if the interval is zero, or the moments are more than an int
   *     can count
   */
  public Seq<Time> to(Time that, Duration interval) {
    return times(
        NumericRange$.MODULE$.inclusive(
            millis, that.millis, interval.milliseconds(), Numeric.LongIsIntegral$.MODULE$));
  }

  private static Seq<Time> times(NumericRange<Object> range) {
    VectorBuilder<Time> times = new VectorBuilder<>();
    int length = range.length();
    for (int i = 0; i < length; i++) {
      times.$plus$eq(new Time((long) range.apply(i)));
    }
    return times.result();
  }

  /** The milliseconds since the epoch with their unit, such as {@code 1000 ms}. */
  @Override
  public String toString() {
    return millis + " ms";
  }

  /** A moment of the given milliseconds, as the copy method of a Scala case class. */
  public Time copy(long millis) {
    return new Time(millis);
  }

  /** The milliseconds that {@code copy()} in Scala keeps. */
  public long copy$default$1() {
    return millis;
  }

  @Override
  public String productPrefix() {
    return "Time";
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
    return that instanceof Time;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Time that && millis == that.millis && that.canEqual(this));
  }

  /**
   * The hash of a Scala case class of one long: it decides the partition of a time used as a key.
   */
  @Override
  public int hashCode() {
    return Statics.finalizeHash(Statics.mix(0xCAFEBABE, Statics.longHash(millis)), 1);
  }
}
