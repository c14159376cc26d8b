// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.broadcast;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.task.BroadcastHandle;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * A value that task functions may capture at the cost of a number. Made by {@link
 * SparkContext#broadcast}; nobody should change the value afterwards.
 *
 * @param <T> type of the value
 */
public abstract class Broadcast<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long id;
  private volatile @Nullable CallSite destroyedAt;

  /** For the library; programs call {@link SparkContext#broadcast}. */
  public Broadcast(long id, ClassTag<T> valueTag) {
    this.id = id;
  }

  /** Unique within the context. */
  public long id() {
    return id;
  }

  /**
   * The value, on the driver and in tasks.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if this was destroyed
   */
  public T value() {
    assertValid();
    return getValue();
  }

  /** As {@link #unpersist(boolean)}, without waiting. */
  public void unpersist() {
    unpersist(false);
  }

  /**
   * Would free the copies of executors, which there are none of: the value stays.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if this was destroyed
   */
  public void unpersist(boolean blocking) {
    assertValid();
    doUnpersist(blocking);
  }

  /**
   * Forgets the value. What uses it from then on fails.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if this was destroyed before
   */
  public void destroy() {
    destroy(false);
  }

  /** As {@link #destroy()}. */
  public void destroy(boolean blocking) {
    assertValid();
    destroyedAt = CallSite.here();
    doDestroy(blocking);
  }

  /** Whether it was not destroyed. */
  public boolean isValid() {
    return destroyedAt == null;
  }

  /** What {@link #value} returns, without the check. */
  public abstract T getValue();

  /** What {@link #unpersist(boolean)} does besides its check. */
  public abstract void doUnpersist(boolean blocking);

  /** What {@link #destroy(boolean)} does besides its check. */
  public abstract void doDestroy(boolean blocking);

  /**
   * Fails once this is destroyed.
   *
   * @throws RuntimeException an undeclared {@link SparkException} saying where it was destroyed
   */
  public void assertValid() {
    CallSite site = destroyedAt;
    if (site != null) {
      throw Rethrow.as(destroyed(site));
    }
  }

  private SparkException destroyed(CallSite site) {
    String what = "[INTERNAL_ERROR_BROADCAST] Attempted to use " + this + " after it was destroyed";
    return new SparkException(what + " (" + site + ") ");
  }

  /** A number stands for it in what is serialised; it finds this same object in the same JVM. */
  protected final Object writeReplace() throws ObjectStreamException {
    CallSite site = destroyedAt;
    if (site != null) {
      SparkException cause = destroyed(site);
      InvalidObjectException refused = new InvalidObjectException(cause.toString());
      refused.initCause(cause);
      throw refused;
    }
    return BroadcastHandle.of(this);
  }

  /** {@code Broadcast(3)}. */
  @Override
  public String toString() {
    return "Broadcast(" + id + ")";
  }
}
