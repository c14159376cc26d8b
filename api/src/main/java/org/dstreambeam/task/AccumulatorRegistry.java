// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.util.AccumulatorV2;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accumulators of the driver, by id, as long as the program holds them: nobody could read what
 * is merged into another one.
 */
public final class AccumulatorRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(AccumulatorRegistry.class);

  private static final AtomicLong IDS = new AtomicLong();
  private static final Map<Long, WeakReference<AccumulatorV2<?, ?>>> ORIGINALS =
      new ConcurrentHashMap<>();

  /** Held while one merges: briefly, and only at the end of tasks that have accumulators. */
  private static final Object MERGING = new Object();

  private AccumulatorRegistry() {}

  public static long newId() {
    return IDS.getAndIncrement();
  }

  /** Makes the driver's accumulator known, which has an id by now. */
  public static void register(AccumulatorV2<?, ?> original) {
    ORIGINALS.values().removeIf(reference -> reference.get() == null);
    ORIGINALS.put(original.id(), new WeakReference<>(original));
  }

  public static boolean contains(long id) {
    WeakReference<AccumulatorV2<?, ?>> reference = ORIGINALS.get(id);
    return reference != null && reference.get() != null;
  }

  /**
   * Merges what a task added. If the user's {@code merge} throws, the job goes on, as in Spark:
   * what the task computed is not wrong.
   */
  static void merge(AccumulatorV2<?, ?> added) {
    WeakReference<AccumulatorV2<?, ?>> reference = ORIGINALS.get(added.id());
    AccumulatorV2<?, ?> original = reference == null ? null : reference.get();
    if (original == null) {
      LOG.debug("The program has let go of {}", added);
    } else {
      merge(original, added);
    }
  }

  @SuppressWarnings("unchecked") // a copy is of its original's type
  private static void merge(AccumulatorV2<?, ?> original, AccumulatorV2<?, ?> added) {
    synchronized (MERGING) { // tasks end on several threads, and the user's object is not to lock
      try {
        ((AccumulatorV2<Object, Object>) original)
            .merge(((AccumulatorV2<Object, Object>) added).withBufferSerialized());
      } catch (RuntimeException e) {
        LOG.error("{} could not take what a task added to it", original, e);
      }
    }
  }
}
