// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.dstreambeam.compute.Narrow;

/**
 * {@code print}: the first records of each batch on the driver's {@linkplain ConsoleOutput
 * console}.
 *
 * @param input the stream, already cut to {@code n + 1} records per partition
 * @param n how many records to show; one more decides whether {@code ...} follows
 * @param callSite where it was declared
 */
public record PrintNode(PlanNode input, int n, CallSite callSite) implements OutputNode {

  private static final String RULE = "-".repeat(43);

  /** Prints {@code n} records of {@code stream}; no partition sends more than it takes to know. */
  public static PrintNode of(PlanNode stream, int n, CallSite callSite) {
    int enough = n == Integer.MAX_VALUE ? n : n + 1;
    PlanNode prefix = new NarrowNode("take", stream, Narrow.take(enough), true, callSite);
    return new PrintNode(prefix, n, callSite);
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public String operation() {
    return "print";
  }

  @Override
  public String details() {
    return "first " + n;
  }

  @Override
  public void run(RDD<?> rdd, Time time) throws Exception {
    List<?> records = rdd.dataset().take(n == Integer.MAX_VALUE ? n : n + 1);
    List<String> lines = new ArrayList<>();
    lines.add(RULE);
    lines.add("Time: " + time);
    lines.add(RULE);
    records.stream().limit(Math.max(n, 0)).map(String::valueOf).forEach(lines::add);
    if (records.size() > n) {
      lines.add("...");
    }
    lines.add("");
    rdd.context().console().println(lines);
  }
}
