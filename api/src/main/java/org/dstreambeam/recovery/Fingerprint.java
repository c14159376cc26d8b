// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.ShuffleNode;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.plan.TransformNode;
import org.dstreambeam.plan.WindowNode;

/**
 * The operations of a plan that hold something between two batches: a state, a window, a position
 * in a source, or the blocks of a batch that is not complete.
 */
public final class Fingerprint {

  private Fingerprint() {}

  /** In the order of the plan. */
  public static List<NodeRecord> of(LogicalPlan plan) {
    List<NodeRecord> records = new ArrayList<>();
    for (PlanNode node : plan.nodes()) {
      if (holdsSomething(node)) {
        records.add(
            new NodeRecord(
                plan.declaredNameOf(node),
                plan.generationOf(node),
                node.callSite().toString(),
                settings(node)));
      }
    }
    return records;
  }

  private static boolean holdsSomething(PlanNode node) {
    return node instanceof SourceNode
        || node instanceof ShuffleNode
        || node instanceof StatefulNode
        || node instanceof WindowNode
        || node instanceof TransformNode
        || node instanceof OutputNode;
  }

  private static Map<String, String> settings(PlanNode node) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (node instanceof ShuffleNode shuffle) {
      putShuffle(settings, shuffle.shuffle());
    } else if (node instanceof StatefulNode stateful) {
      settings.put("state", stateful.kernel().getClass().getSimpleName());
      putShuffle(settings, stateful.shuffle());
      Duration window = stateful.kernel().window();
      if (window != null) {
        settings.put("window", window.toString());
      }
    } else if (node instanceof WindowNode window) {
      settings.put("window", window.window().toString());
    }
    settings.put("slide", node.slide().toString());
    return settings;
  }

  private static void putShuffle(Map<String, String> settings, Shuffle<?, ?, ?> shuffle) {
    settings.put("partitions", String.valueOf(shuffle.partitions()));
    Partitioner partitioner = shuffle.partitioner();
    if (partitioner != null) {
      settings.put("partitioner", partitioner.getClass().getName());
    }
  }
}
