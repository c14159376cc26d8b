// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/** A broadcast variable whose value is in this JVM. */
public final class LocalBroadcast<T> extends Broadcast<T> implements SharedByTasks {
  private static final long serialVersionUID = 1L;

  private transient volatile @Nullable T value;
  private final transient BroadcastHandle handle;

  /** One that is made here. */
  public LocalBroadcast(long id, T value, ClassTag<T> valueTag) {
    this(id, value, valueTag, null);
  }

  /**
   * @param handle null for one that is made here; of another JVM's the one that it has there
   */
  @SuppressWarnings("ThisEscapedInObjectConstruction") // the last thing it does
  public LocalBroadcast(long id, T value, ClassTag<T> valueTag, @Nullable BroadcastHandle handle) {
    super(id, valueTag);
    this.value = value;
    this.handle = handle == null ? BroadcastHandle.create(toString()) : handle;
    BroadcastHandle.register(this);
  }

  BroadcastHandle handle() {
    return handle;
  }

  @Override
  @SuppressWarnings("NullAway") // null if that is what was broadcast
  public T getValue() {
    return value;
  }

  @Override
  public void doUnpersist(boolean blocking) {
    // There is no copy but the driver's.
  }

  @Override
  public void doDestroy(boolean blocking) {
    value = null;
  }
}
