// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import org.dstreambeam.closure.DriverFunctions;
import org.dstreambeam.compute.LocatedStep;
import org.dstreambeam.compute.NarrowFunction;
import org.jspecify.annotations.Nullable;

/**
 * The batches of an output that has better things to read: the driver derives one only where the
 * output's function asks for it after all.
 *
 * <pre>
 *   source -> flatMap -> | map, filter    computed in stages, while the batch is open
 *      |
 *      +--------------> | flatMap        on the driver, hardly ever
 * </pre>
 *
 * @param base the stream that goes to the driver instead; its blocks are there anyway
 * @param steps from there to the output's stream
 */
public record BatchOnDemand(PlanNode base, NarrowFunction<Object, Object> steps)
    implements Serializable {

  /**
   * What makes the batches of {@code stream}.
   *
   * @return null if it is no narrow chain, or if one could tell that a step of it is taken again
   */
  static @Nullable BatchOnDemand of(PlanNode stream) {
    NarrowFunction<Object, Object> steps = null;
    PlanNode node = stream;
    while (node instanceof NarrowNode narrow) {
      if (!DriverFunctions.isRepeatable(narrow.function())) {
        return null;
      }
      NarrowFunction<Object, Object> step = located(narrow);
      steps = steps == null ? step : step.andThen(steps);
      node = narrow.input();
    }
    return steps == null ? null : new BatchOnDemand(node, steps);
  }

  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  private static NarrowFunction<Object, Object> located(NarrowNode node) {
    return new LocatedStep<>(
        (NarrowFunction<Object, Object>) node.function(), node.callSite().toString());
  }
}
