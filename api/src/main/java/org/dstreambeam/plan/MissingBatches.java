// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Times for which a stream has no RDD although it is due: only input streams that a program has
 * written itself have them, and what is computed from these. What reads one batch has none either,
 * windows and states go on without it, and the rest fails as on Spark.
 */
public final class MissingBatches {

  private MissingBatches() {}

  /** Whether there may be such times. */
  public static boolean mayBe(PlanNode node) {
    return mayBe(node, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean mayBe(PlanNode node, Set<PlanNode> seen) {
    return seen.add(node) // or it was found to have none
        && (node instanceof OwnSourceNode
            || node.inputs().stream().anyMatch(input -> mayBe(input, seen)));
  }

  /**
   * What Spark says when {@code reader} is computed at such a time of one of its inputs; the time
   * follows. Null if it does without.
   */
  public static @Nullable String refusal(PlanNode reader) {
    if (reader instanceof UnionNode) {
      return UnionNode.MISSING;
    }
    boolean isTransform =
        reader instanceof TransformNode
            || (reader instanceof ShuffleNode shuffle && shuffle.isTransform());
    return isTransform ? TransformNode.MISSING : null;
  }
}
