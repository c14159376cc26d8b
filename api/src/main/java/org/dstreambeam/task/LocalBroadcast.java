// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/** A broadcast variable whose value never leaves this JVM. */
public final class LocalBroadcast<T> extends Broadcast<T> implements SharedByTasks {

  private static final long serialVersionUID = 1L;

  private transient volatile @Nullable T value;
  private final transient long key;

  @SuppressWarnings("ThisEscapedInObjectConstruction") // registered last, nobody has the key yet
  public LocalBroadcast(long id, T value, ClassTag<T> valueTag) {
    super(id, valueTag);
    this.value = value;
    this.key = BroadcastHandle.register(this);
  }

  long key() {
    return key;
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
