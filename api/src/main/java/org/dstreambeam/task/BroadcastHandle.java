// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.broadcast.Broadcast;

/**
 * What travels in place of a broadcast variable. The object itself is held weakly: the functions of
 * the plan, and the program, keep it as long as it can be asked for.
 */
public record BroadcastHandle(long key, String name) implements Serializable {

  private static final AtomicLong KEYS = new AtomicLong();
  private static final Map<Long, WeakReference<Broadcast<?>>> LIVE = new ConcurrentHashMap<>();

  /** The handle of a broadcast variable of this JVM. */
  public static BroadcastHandle of(Broadcast<?> broadcast) {
    if (!(broadcast instanceof LocalBroadcast<?> local)) {
      throw new IllegalArgumentException(
          broadcast.getClass().getName() + " was not made by SparkContext.broadcast");
    }
    return new BroadcastHandle(local.key(), local.toString());
  }

  static long register(Broadcast<?> broadcast) {
    LIVE.values().removeIf(reference -> reference.get() == null);
    long key = KEYS.getAndIncrement();
    LIVE.put(key, new WeakReference<>(broadcast));
    return key;
  }

  private Object readResolve() throws ObjectStreamException {
    WeakReference<Broadcast<?>> reference = LIVE.get(key);
    Broadcast<?> broadcast = reference == null ? null : reference.get();
    if (broadcast == null) {
      throw new InvalidObjectException(
          name
              + " is not known in this JVM (any more): it was made in another one,"
              + " or nothing referred to it since");
    }
    return broadcast;
  }
}
