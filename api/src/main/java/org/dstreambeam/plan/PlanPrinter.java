// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Prints a plan as a tree per output; what several consumers share is written out once. */
final class PlanPrinter {

  private final LogicalPlan plan;
  private final Set<PlanNode> printed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final StringBuilder text = new StringBuilder();

  PlanPrinter(LogicalPlan plan) {
    this.plan = plan;
  }

  String print() {
    text.append("batch ").append(plan.batch()).append('\n');
    plan.outputs().forEach(output -> print(output, 1));
    plan.sources().stream()
        .filter(source -> !printed.contains(source))
        .forEach(source -> print(source, 1));
    return text.toString();
  }

  private void print(PlanNode node, int depth) {
    text.append("  ".repeat(depth)).append(plan.nameOf(node));
    if (!printed.add(node)) {
      text.append(", as above\n");
      return;
    }
    if (!node.details().isEmpty()) {
      text.append(" [").append(node.details()).append(']');
    }
    CallSite site = node.callSite();
    text.append(" at ").append(site.file()).append(':').append(site.line()).append('\n');
    node.inputs().forEach(input -> print(input, depth + 1));
  }
}
