// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.Serializable;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.state.StateKernel;

/** An operation that begins with some pairs, which its kernel leaves behind. */
record StatefulForm(
    String operation,
    PlanNode input,
    Shuffle<?, ?, ?> shuffle,
    StateKernel<?, ?, ?> kernel,
    Duration slide,
    boolean keepsKeys,
    CallSite callSite,
    Dataset<?> initialPairs)
    implements Serializable {

  /** The node itself if it begins with nothing. */
  static Object of(StatefulNode node) {
    Dataset<?> initial = node.kernel().initialPairs();
    return initial == null
        ? node
        : new StatefulForm(
            node.operation(),
            node.input(),
            node.shuffle(),
            node.kernel(),
            node.slide(),
            node.keepsKeys(),
            node.callSite(),
            initial);
  }

  private Object readResolve() {
    return new StatefulNode(
        operation, input, shuffle, kernel.beginningWith(initialPairs), slide, keepsKeys, callSite);
  }
}
