// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import org.apache.spark.util.AccumulatorV2;

/**
 * What {@link AccumulatorRegistry} may do with accumulators and programs may not. The class of
 * accumulators itself says how, when it is loaded.
 */
public interface AccumulatorAccess {

  /** Whether it was registered somewhere. */
  boolean hasId(AccumulatorV2<?, ?> accumulator);

  /** Makes one that was read back the original of this process. */
  void makeOriginal(AccumulatorV2<?, ?> read, long id);

  /** Has {@code original} hold what {@code other} holds, which is of the same type. */
  void replace(AccumulatorV2<?, ?> original, AccumulatorV2<?, ?> other);
}
