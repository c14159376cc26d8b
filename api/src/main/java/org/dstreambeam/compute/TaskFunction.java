// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.SparkException;
import org.dstreambeam.task.Shipment;
import org.jspecify.annotations.Nullable;

/**
 * A user function that runs in tasks, held as Spark ships it: serialised when the operation is
 * declared, so that one that cannot travel is refused there and then.
 *
 * <p>Where this is serialised itself, with the pipeline it is part of, it takes the function along
 * as it is by then: the program may have changed what the function captured.
 *
 * <p>Every task of Spark works on a copy of its own, so a counter captured by a {@code map}
 * function starts afresh in each. {@link #perTask()} keeps that, and gives out one shared instance
 * when the function carries nothing that a task could change, as nearly all lambdas do.
 *
 * @param <F> the function's interface
 */
public final class TaskFunction<F> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final byte[] serialized;
  private final boolean shareable;
  private final transient @Nullable F changeable;
  private transient volatile @Nullable F shared;

  private TaskFunction(byte[] serialized, @Nullable F shared, @Nullable F changeable) {
    this.serialized = serialized;
    this.shareable = shared != null;
    this.changeable = changeable;
    this.shared = shared;
  }

  /**
   * Takes {@code function} as it is now: what {@link #perTask} gives shows no later changes.
   *
   * @throws NullPointerException if it is null
   * @throws SparkException {@code Task not serializable}, undeclared as in Spark, with the {@link
   *     java.io.NotSerializableException} as cause
   */
  @SuppressWarnings("InvalidThrows") // thrown past the compiler
  public static <F> TaskFunction<F> of(F function) {
    Objects.requireNonNull(function, "function");
    byte[] bytes;
    try {
      bytes = JavaSerialization.write(function);
    } catch (IOException | RuntimeException e) { // also what a writeReplace of the user throws
      throw Rethrow.as(new SparkException("Task not serializable", e));
    }
    return CapturedState.isImmutable(function)
        ? new TaskFunction<>(bytes, function, null)
        : new TaskFunction<>(bytes, null, function);
  }

  /**
   * A copy of something that holds task functions, with these as they are now.
   *
   * @throws SparkException as {@link #of}, if one of them captured what cannot be serialised since
   */
  @SuppressWarnings({"unchecked", "InvalidThrows"}) // read as written; thrown past the compiler
  public static <T extends Serializable> T asIsNow(T holder) {
    try {
      return (T) JavaSerialization.read(JavaSerialization.write(holder));
    } catch (IOException e) {
      throw Rethrow.as(new SparkException("Task not serializable", e));
    }
  }

  private Object writeReplace() throws IOException {
    if (changeable == null && Shipment.isUnderWay()) {
      JavaSerialization.check(perTask()); // the bytes do not show what it refers to
    }
    return changeable == null
        ? this
        : new TaskFunction<F>(JavaSerialization.write(changeable), null, null);
  }

  /** Whether all tasks may share an instance: it carries nothing that a call could change. */
  public boolean isShareable() {
    return shareable;
  }

  /** Equal if serialised alike: the same function, with equal things captured. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaskFunction<?> that && Arrays.equals(serialized, that.serialized);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(serialized);
  }

  /** The function for one task: a fresh copy if it carries state, else one instance for all. */
  public F perTask() {
    F instance = shared;
    if (instance != null) {
      return instance;
    }
    instance = deserialize();
    if (shareable) {
      shared = instance;
    }
    return instance;
  }

  @SuppressWarnings("unchecked") // the bytes were written from an F
  private F deserialize() {
    try {
      return (F) JavaSerialization.read(serialized);
    } catch (IOException e) {
      throw new IllegalStateException("A function that was serialised cannot be read back", e);
    }
  }
}
