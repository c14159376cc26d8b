// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.streaming.Duration;
import org.jspecify.annotations.Nullable;

/**
 * For how long the batches of each stream are kept: Spark's rule. A stream keeps at least its own
 * slide, twice its checkpoint interval, what {@code remember} asked for, and what those that read
 * it keep; a window needs its length on top of that.
 */
final class RememberDurations {

  private final Map<PlanNode, Long> millis = new IdentityHashMap<>();

  private RememberDurations() {}

  /**
   * @param forWindows whether what a window reaches back to counts
   */
  static RememberDurations of(LogicalPlan plan, boolean forWindows) {
    RememberDurations durations = new RememberDurations();
    List<PlanNode> nodes = plan.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) { // consumers first
      durations.visit(nodes.get(i), plan.settings(), forWindows);
    }
    return durations;
  }

  private void visit(PlanNode node, StreamSettings settings, boolean forWindows) {
    long own = Math.max(node.slide().milliseconds(), orZero(settings.remember()));
    Duration interval = settings.checkpointOf(node);
    if (interval != null && node.slide().lessEq(interval)) {
      own = Math.max(own, 2 * interval.milliseconds());
    }
    own = millis.merge(node, own, Math::max);
    long asked = forWindows ? node.reachMillis() : 0;
    for (PlanNode input : node.inputs()) {
      millis.merge(input, own + asked, Math::max);
    }
  }

  private static long orZero(@Nullable Duration duration) {
    return duration == null ? 0 : duration.milliseconds();
  }

  long millis(PlanNode node) {
    return millis.getOrDefault(node, 0L);
  }
}
