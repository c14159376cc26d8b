// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/** A stream that comes from outside. */
public interface SourceNode extends PlanNode {

  /** The batch interval. */
  @Override
  Duration slide();

  @Override
  default List<PlanNode> inputs() {
    return List.of();
  }

  @Override
  default @Nullable Dataset<?> compute(Lineage lineage, long time) throws Exception {
    return lineage.sourceBatch(this, time);
  }
}
