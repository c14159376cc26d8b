// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.partial;

import org.dstreambeam.approximate.Eventual;
import org.dstreambeam.compute.Rethrow;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * A value that may be an estimate, and the final one, which follows when the job is done.
 *
 * @param <R> type of the value
 */
public class PartialResult<R> {

  private final R initialValue;
  private final boolean isFinal;
  private final Eventual<R> finalValue;

  public PartialResult(R initialVal, boolean isFinal) {
    this(initialVal, isFinal, new Eventual<>());
    if (isFinal) {
      finalValue.complete(initialVal);
    }
  }

  private PartialResult(R initialValue, boolean isFinal, Eventual<R> finalValue) {
    this.initialValue = initialValue;
    this.isFinal = isFinal;
    this.finalValue = finalValue;
  }

  /** A value of which {@code finalValue} is the final one. Not part of Spark's API. */
  public static <R> PartialResult<R> of(R initialValue, Eventual<R> finalValue) {
    return new PartialResult<>(initialValue, false, finalValue);
  }

  /** What there was when the time was over. */
  public R initialValue() {
    return initialValue;
  }

  public boolean isInitialValueFinal() {
    return isFinal;
  }

  /**
   * Waits for the final value; what the job fails with, undeclared, if it does.
   *
   * @throws RuntimeException an undeclared {@link InterruptedException} if the thread is
   *     interrupted
   */
  public R getFinalValue() {
    try {
      return finalValue.get();
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /**
   * Calls the handler with the final value: now, if it is there, else on the thread that completes
   * it.
   *
   * @throws UnsupportedOperationException if there is a handler already
   */
  public PartialResult<R> onComplete(Function1<R, BoxedUnit> handler) {
    finalValue.onComplete(handler::apply);
    return this;
  }

  /**
   * Calls the handler with what the job failed with: now, if it has, else on the thread that
   * notices.
   *
   * @throws UnsupportedOperationException if there is a handler already
   */
  public void onFail(Function1<Exception, BoxedUnit> handler) {
    finalValue.onFail(handler::apply);
  }

  /** The same with both values passed through a function. */
  public <T> PartialResult<T> map(Function1<R, T> f) {
    return new PartialResult<>(f.apply(initialValue), isFinal, finalValue.map(f::apply));
  }

  /** {@code (partial: [9.000, 11.000])}, {@code (final: [10.000, 10.000])}. */
  @Override
  public String toString() {
    return finalValue.isComplete()
        ? "(final: " + getFinalValue() + ")"
        : "(partial: " + initialValue + ")";
  }
}
