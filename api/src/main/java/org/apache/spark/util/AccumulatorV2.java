// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

import java.io.IOException;
import java.io.ObjectInputStream;
import org.apache.spark.SparkContext;
import org.dstreambeam.task.AccumulatorAccess;
import org.dstreambeam.task.AccumulatorRegistry;
import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.Shipment;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Serializable;

/**
 * Collects what tasks add to it. The driver reads; tasks only add.
 *
 * <p>It must be {@linkplain SparkContext#register registered} before a task function may capture
 * it. Each task then works on a copy that starts at zero, and a task that succeeds has its copy
 * merged into the driver's accumulator. A task that fails adds nothing; a task that runs again, for
 * another action say, adds again.
 *
 * <p>Subclasses need not be thread-safe: merges do not overlap. The driver may read while a job
 * runs, and sees what was merged by then.
 *
 * @param <IN> what is added
 * @param <OUT> what it adds up to
 */
public abstract class AccumulatorV2<IN, OUT> implements Serializable {
  private static final long serialVersionUID = 1L;

  static {
    AccumulatorRegistry.setAccess(new Access());
  }

  private @Nullable Registration registration;
  private boolean atDriverSide = true;

  /** Whether this is written with what it holds, wherever it is. */
  private transient boolean writtenAsIs;

  /** What the driver gave it. */
  private record Registration(long id, @Nullable String name) implements java.io.Serializable {}

  /** For subclasses: one that is not registered. */
  public AccumulatorV2() {}

  /**
   * Programs call {@link SparkContext#register(AccumulatorV2)}.
   *
   * @param countFailedValues has no effect: what a failed task added does not count
   * @throws IllegalStateException if it is registered
   */
  public void register(SparkContext sc, Option<String> name, boolean countFailedValues) {
    if (registration != null) {
      throw new IllegalStateException("Cannot register an Accumulator twice.");
    }
    String given = name.isEmpty() ? null : name.get();
    registration = new Registration(AccumulatorRegistry.newId(), given);
    AccumulatorRegistry.register(this);
  }

  public final boolean isRegistered() {
    return registration != null && AccumulatorRegistry.contains(registration.id());
  }

  /**
   * Unique in this JVM.
   *
   * @throws IllegalStateException if it is not registered
   */
  public final long id() {
    return registration().id();
  }

  /**
   * The name it was registered with, if there was one.
   *
   * @throws IllegalStateException if it is not registered
   */
  public final Option<String> name() {
    return Option.apply(registration().name());
  }

  private Registration registration() {
    if (registration == null) {
      throw new IllegalStateException(
          "The metadata of this accumulator has not been assigned yet.");
    }
    return registration;
  }

  /** False for the copies that tasks work on. */
  public final boolean isAtDriverSide() {
    return atDriverSide;
  }

  /** Whether nothing was added since the last reset. */
  public abstract boolean isZero();

  /** A copy at zero. */
  public AccumulatorV2<IN, OUT> copyAndReset() {
    AccumulatorV2<IN, OUT> copy = copy();
    copy.reset();
    return copy;
  }

  /** A copy with the same contents, not registered. */
  public abstract AccumulatorV2<IN, OUT> copy();

  public abstract void reset();

  public abstract void add(IN v);

  /**
   * Adds what another accumulator of the same type holds.
   *
   * @throws UnsupportedOperationException if it is of another type
   */
  public abstract void merge(AccumulatorV2<IN, OUT> other);

  public abstract OUT value();

  /** Has this hold what {@code other} holds; who reads meanwhile may see nothing. */
  void become(AccumulatorV2<IN, OUT> other) {
    reset();
    merge(other);
  }

  /**
   * What a task hands back to be merged; called when the task has ended well. Subclasses may turn
   * what they gathered into another form here; by default nothing is done.
   */
  public AccumulatorV2<IN, OUT> withBufferSerialized() {
    return this;
  }

  /**
   * What is written in place of this: from the driver a copy at zero, from a task this itself.
   *
   * @throws UnsupportedOperationException if it is not registered
   */
  public final Object writeReplace() {
    if (writtenAsIs) {
      return this;
    }
    if (!atDriverSide) {
      return withBufferSerialized();
    }
    if (!isRegistered()) {
      throw new UnsupportedOperationException(
          "Accumulator must be registered before send to executor");
    }
    Shipment.note(this);
    AccumulatorV2<IN, OUT> copy = copyAndReset();
    if (!copy.isZero()) {
      throw new AssertionError("assertion failed: copyAndReset must return a zero value copy");
    }
    copy.registration = registration;
    return copy;
  }

  /**
   * A copy that is the driver's where it is read, with what was added by now. Not part of Spark's
   * API.
   */
  public final AccumulatorV2<IN, OUT> forAnotherDriver() {
    AccumulatorV2<IN, OUT> copy = copy();
    copy.registration = registration;
    copy.atDriverSide = false; // it changes sides when it is read
    copy.writtenAsIs = true;
    return copy;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    atDriverSide = !atDriverSide;
    LocalTask task = LocalTask.current();
    if (!atDriverSide && task != null) {
      task.adopt(this);
    }
  }

  @Override
  public String toString() {
    String type = getClass().getSimpleName();
    return registration == null
        ? "Un-registered Accumulator: " + type
        : type + "(id: " + id() + ", name: " + name() + ", value: " + value() + ")";
  }

  private static final class Access implements AccumulatorAccess {
    @Override
    public boolean hasId(AccumulatorV2<?, ?> accumulator) {
      return accumulator.registration != null;
    }

    @Override
    public void makeOriginal(AccumulatorV2<?, ?> read, long id) {
      read.atDriverSide = true;
      read.writtenAsIs = false;
      if (read.registration == null) { // a form of its own that a task handed back
        read.registration = new Registration(id, null);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // it was made as a copy of the other
    public void replace(AccumulatorV2<?, ?> original, AccumulatorV2<?, ?> other) {
      ((AccumulatorV2<Object, Object>) original).become((AccumulatorV2<Object, Object>) other);
    }
  }
}
