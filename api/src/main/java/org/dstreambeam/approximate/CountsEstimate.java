// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.approximate;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.partial.BoundedDouble;

/** How often each record occurs, from how often it does in some partitions. */
public final class CountsEstimate<T> implements Estimator<Map<T, Long>, Map<T, BoundedDouble>> {

  private final int tasks;
  private final double confidence;
  private final Map<T, Long> sums = new HashMap<>();
  private int seen;

  public CountsEstimate(int tasks, double confidence) {
    this.tasks = tasks;
    this.confidence = confidence;
  }

  @Override
  public void add(Map<T, Long> ofTask) {
    seen++;
    ofTask.forEach((record, count) -> sums.merge(record, count, Long::sum));
  }

  @Override
  public Map<T, BoundedDouble> current() {
    Map<T, BoundedDouble> counts = new HashMap<>();
    double part = (double) seen / tasks;
    sums.forEach(
        (record, sum) ->
            counts.put(
                record,
                seen == tasks
                    ? CountEstimate.exact(sum)
                    : CountEstimate.bounded(sum, part, confidence)));
    return counts;
  }
}
