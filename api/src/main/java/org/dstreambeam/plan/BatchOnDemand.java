// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.closure.DriverFunctions;
import org.dstreambeam.compute.LocatedStep;
import org.dstreambeam.compute.NarrowFunction;
import org.jspecify.annotations.Nullable;

/**
 * The batches of an output that are better derived where its function asks for them: it has other
 * things to read, or what they are derived from is not in this program yet.
 *
 * <pre>
 *   source -> flatMap -> | map, filter    computed in stages, while the batch is open
 *      |
 *      +--------------> | flatMap        on the driver, hardly ever
 *
 *   log ----------------> | map, filter    in the tasks of the output's job
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

  /**
   * What makes the batches of {@code stream} of records that are kept elsewhere: a job reads them,
   * and takes the steps, as often as it needs them, as on Spark.
   *
   * @return null if it is not made of such records by a narrow chain
   */
  static @Nullable BatchOnDemand ofElsewhere(PlanNode stream) {
    NarrowFunction<Object, Object> steps = null;
    PlanNode node = stream;
    while (node instanceof NarrowNode narrow) {
      NarrowFunction<Object, Object> step = located(narrow);
      steps = steps == null ? step : step.andThen(steps);
      node = narrow.input();
    }
    return steps == null || !(node instanceof CutSourceNode)
        ? null
        : new BatchOnDemand(node, steps);
  }

  /** The streams that are skipped on the way from {@code stream}, which is among them. */
  List<PlanNode> skipped(PlanNode stream) {
    List<PlanNode> skipped = new ArrayList<>();
    PlanNode node = stream;
    while (node instanceof NarrowNode narrow) {
      skipped.add(node);
      node = narrow.input();
    }
    return skipped;
  }

  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  private static NarrowFunction<Object, Object> located(NarrowNode node) {
    return new LocatedStep<>(
        (NarrowFunction<Object, Object>) node.function(), node.callSite().toString());
  }
}
