// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.AccumulatorV2;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.task.AccumulatorRegistry;
import org.dstreambeam.task.BroadcastHandle;
import org.dstreambeam.task.LocalBroadcast;
import org.dstreambeam.task.Shipment;

/**
 * The broadcast variables and accumulators that a program refers to. Of both, functions hold a
 * number only, on the driver's side and in tasks.
 */
final class SharedVariablesImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private record Value(BroadcastHandle.Written handle, long id, byte[] bytes)
      implements Serializable {}

  /** Such that a value comes before those that refer to it. */
  private final List<Value> broadcasts = new ArrayList<>();

  private final List<byte[]> accumulators = new ArrayList<>();
  private final long nextAccumulator = AccumulatorRegistry.nextId();

  private SharedVariablesImage() {}

  /** Those that were noted, and those that their values refer to. */
  static SharedVariablesImage of(Shipment shipment) {
    SharedVariablesImage image = new SharedVariablesImage();
    Map<BroadcastHandle, Broadcast<?>> written = new LinkedHashMap<>();
    for (Map<BroadcastHandle, Broadcast<?>> all = shipment.broadcasts();
        all.size() > written.size();
        all = shipment.broadcasts()) {
      all.keySet().removeAll(written.keySet());
      all.forEach((handle, broadcast) -> image.add(handle, broadcast));
      written.putAll(all);
    }
    for (AccumulatorV2<?, ?> accumulator : shipment.accumulators()) {
      image.accumulators.add(
          Refusal.write("The value of " + accumulator, accumulator.forAnotherDriver()));
    }
    return image;
  }

  private void add(BroadcastHandle handle, Broadcast<?> broadcast) {
    byte[] bytes = Refusal.write("The value of " + broadcast, new Object[] {broadcast.value()});
    broadcasts.add(0, new Value(handle.written(), broadcast.id(), bytes));
  }

  /** What was made known in this JVM, and is as long as this is held. */
  record Known(List<Broadcast<?>> broadcasts, Map<Long, AccumulatorV2<?, ?>> accumulators)
      implements AutoCloseable {

    @Override
    public void close() {
      broadcasts.clear();
      accumulators.clear();
    }
  }

  /** Makes those known in this JVM that are not yet. */
  Known makeKnown(ClassLoader loader) throws IOException {
    AccumulatorRegistry.skipTo(nextAccumulator);
    Known known = new Known(new ArrayList<>(), new HashMap<>());
    for (byte[] bytes : accumulators) {
      AccumulatorV2<?, ?> read =
          (AccumulatorV2<?, ?>) ImageInput.read(bytes, loader, null, Map.of());
      known.accumulators().put(read.id(), AccumulatorRegistry.adopt(read));
    }
    for (Value value : broadcasts) {
      known.broadcasts().add(broadcast(value, loader));
    }
    return known;
  }

  private static Broadcast<?> broadcast(Value value, ClassLoader loader) throws IOException {
    BroadcastHandle handle = value.handle().handle();
    Broadcast<?> present = handle.find();
    if (present != null) {
      return present;
    }
    Object[] content = (Object[]) ImageInput.read(value.bytes(), loader, null, Map.of());
    return new LocalBroadcast<>(value.id(), content[0], ClassTags.any(), handle);
  }
}
