// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * What travels in place of a broadcast variable. The object itself is held weakly: the functions of
 * the plan, and the program, keep it as long as it can be asked for.
 *
 * @param origin the JVM that it was made in
 * @param key unique there
 */
public record BroadcastHandle(UUID origin, long key, String name) implements Serializable {
  private static final UUID HERE = UUID.randomUUID();
  private static final AtomicLong KEYS = new AtomicLong();
  private static final Map<BroadcastHandle, WeakReference<Broadcast<?>>> LIVE =
      new ConcurrentHashMap<>();

  /**
   * The handle itself, where it is written for its own sake: it does not turn into the variable.
   */
  public record Written(UUID origin, long key, String name) implements Serializable {

    public BroadcastHandle handle() {
      return new BroadcastHandle(origin, key, name);
    }
  }

  public Written written() {
    return new Written(origin, key, name);
  }

  /** The handle of a broadcast variable that is known in this JVM. */
  public static BroadcastHandle of(Broadcast<?> broadcast) {
    if (!(broadcast instanceof LocalBroadcast<?> local)) {
      throw new IllegalArgumentException(
          broadcast.getClass().getName() + " was not made by SparkContext.broadcast");
    }
    BroadcastHandle handle = local.handle();
    Shipment.note(handle, broadcast);
    return handle;
  }

  /** For a variable that is made here. */
  static BroadcastHandle create(String name) {
    return new BroadcastHandle(HERE, KEYS.getAndIncrement(), name);
  }

  static void register(LocalBroadcast<?> broadcast) {
    LIVE.values().removeIf(reference -> reference.get() == null);
    LIVE.put(broadcast.handle(), new WeakReference<>(broadcast));
  }

  /** The variable itself; null if it is not known in this JVM (any more). */
  public @Nullable Broadcast<?> find() {
    WeakReference<Broadcast<?>> reference = LIVE.get(this);
    return reference == null ? null : reference.get();
  }

  private Object readResolve() throws ObjectStreamException {
    Broadcast<?> broadcast = find();
    if (broadcast == null && !origin.equals(HERE)) {
      ClassLoader ours = SharedVariableSource.class.getClassLoader();
      for (SharedVariableSource source : ServiceLoader.load(SharedVariableSource.class, ours)) {
        source.load();
      }
      broadcast = find();
    }
    if (broadcast == null) {
      throw new InvalidObjectException(
          name
              + " is not known in this JVM (any more): it was made in another one,"
              + " or nothing referred to it since");
    }
    return broadcast;
  }
}
