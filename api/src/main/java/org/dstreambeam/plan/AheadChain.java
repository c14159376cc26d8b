// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dstreambeam.closure.DriverFunctions.Step;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.Shuffle;

/**
 * An RDD that a driver function derives from the RDD of its batch, as a stream: the pipeline
 * computes it while the batch is open, and the function is given the result where it takes the same
 * steps.
 *
 * @param steps from the batch's RDD on, in order; at least one
 * @param node the stream
 */
public record AheadChain(List<Step> steps, PlanNode node) implements Serializable {

  /** The stream that {@code steps} make of {@code input}. */
  public static AheadChain of(PlanNode input, List<Step> steps, CallSite callSite) {
    return new AheadChain(List.copyOf(steps), derive(input, steps, callSite));
  }

  /** The stream that {@code steps} make of {@code input}. */
  public static PlanNode derive(PlanNode input, List<Step> steps, CallSite callSite) {
    PlanNode node = input;
    for (Step step : steps) {
      node =
          step.step() instanceof NarrowFunction<?, ?> function
              ? new NarrowNode(step.operation(), node, function, step.keepsPartitioning(), callSite)
              : new ShuffleNode(step.operation(), node, (Shuffle<?, ?, ?>) step.step(), callSite);
    }
    return node;
  }

  /** The functions and shuffles, to recognise them by. */
  public List<Object> keys() {
    List<Object> keys = new ArrayList<>();
    steps.forEach(step -> keys.add(step.step()));
    return keys;
  }

  /** {@code map, reduceByKey}. */
  @Override
  public String toString() {
    return steps.stream().map(Step::operation).collect(Collectors.joining(", "));
  }
}
