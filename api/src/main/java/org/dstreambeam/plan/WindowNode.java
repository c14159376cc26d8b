// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The records of the last batches: at T those of the parent's batches in (T - window, T], in order
 * of time. It has a batch at zeroTime + k * slide, so the first ones are partial.
 *
 * @param input the stream
 * @param window how far back it reaches; 0 for nothing at all
 * @param slide how far apart its batches are
 * @param callSite where it was declared
 */
public record WindowNode(PlanNode input, Duration window, Duration slide, CallSite callSite)
    implements PlanNode {

  public WindowNode {
    WindowDurations.check(window, slide, input.slide());
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public String operation() {
    return "window";
  }

  @Override
  public long reachMillis() {
    return window.milliseconds();
  }

  /**
   * As for unions: partitions that one partitioner made are merged index by index. Of a window of
   * no length there are none.
   */
  @Override
  public @Nullable Partitioner partitioner() {
    return window.isZero() ? null : input.partitioner();
  }

  @Override
  public String details() {
    return window + " every " + slide;
  }

  @Override
  @SuppressWarnings("unchecked") // they are all of one stream
  public Dataset<?> compute(Lineage lineage, long time) throws Exception {
    List<Dataset<Object>> batches = new ArrayList<>();
    long step = input.slide().milliseconds();
    for (long t = time - window.milliseconds() + step; t <= time; t += step) {
      Dataset<?> batch = lineage.batch(input, t);
      if (batch != null) {
        batches.add((Dataset<Object>) batch);
      }
    }
    return Dataset.union(lineage.context(), batches);
  }
}
