// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/**
 * The shared variables that something refers to which is being written on this thread: only a
 * number of each is written, so that they have to be sent along.
 */
public final class Shipment implements AutoCloseable {
  private static final ThreadLocal<@Nullable Shipment> CURRENT = new ThreadLocal<>();

  private final Map<BroadcastHandle, Broadcast<?>> broadcasts = new LinkedHashMap<>();
  private final Map<Long, AccumulatorV2<?, ?>> accumulators = new LinkedHashMap<>();

  private Shipment() {}

  /** Notes what is written on this thread from now on, until it is closed. */
  public static Shipment begin() {
    Shipment shipment = new Shipment();
    CURRENT.set(shipment);
    return shipment;
  }

  /** Whether somebody notes what is written on this thread. */
  public static boolean isUnderWay() {
    return CURRENT.get() != null;
  }

  static void note(BroadcastHandle handle, Broadcast<?> broadcast) {
    Shipment current = CURRENT.get();
    if (current != null) {
      current.broadcasts.put(handle, broadcast);
    }
  }

  /** The driver's accumulator is being written. */
  public static void note(AccumulatorV2<?, ?> original) {
    Shipment current = CURRENT.get();
    if (current != null) {
      current.accumulators.put(original.id(), original);
    }
  }

  /** Those that were noted so far, in this order. */
  public Map<BroadcastHandle, Broadcast<?>> broadcasts() {
    return new LinkedHashMap<>(broadcasts);
  }

  /** Those that were noted so far, in this order. */
  public List<AccumulatorV2<?, ?>> accumulators() {
    return new ArrayList<>(accumulators.values());
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
