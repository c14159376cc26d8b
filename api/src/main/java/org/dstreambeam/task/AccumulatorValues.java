// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What accumulators add up to, on its way from the process where driver functions run to the one
 * that registered them, where the program's main thread reads them.
 */
public final class AccumulatorValues {

  private static final Logger LOG = LoggerFactory.getLogger(AccumulatorValues.class);

  /** What {@link #ifChanged} found last, by id. */
  private static final Map<Long, byte[]> SHOWN = new HashMap<>();

  private AccumulatorValues() {}

  /**
   * All accumulators that came here with the program.
   *
   * @return null if none has changed since the last call that found something
   */
  public static byte @Nullable [] ifChanged() {
    synchronized (SHOWN) {
      boolean changed = false;
      for (AccumulatorV2<?, ?> each : AccumulatorRegistry.adopted()) {
        try {
          byte[] value = AccumulatorRegistry.withContents(each);
          changed |= !Arrays.equals(value, SHOWN.put(each.id(), value));
        } catch (IOException | RuntimeException e) { // a driver function may be adding to it
          LOG.warn("What {} holds cannot be written for another process", each.getClass(), e);
        }
      }
      return changed ? AccumulatorBytes.join(new ArrayList<>(SHOWN.values())) : null;
    }
  }

  /**
   * Has the accumulators of this process hold what they held in another one. Those of one's own
   * class are reset and merged into: who reads one meanwhile may see nothing.
   */
  public static void replace(byte[] values) {
    for (byte[] each : AccumulatorBytes.split(values)) {
      AccumulatorBytes.read(each).forEach(AccumulatorRegistry::replace);
    }
  }
}
