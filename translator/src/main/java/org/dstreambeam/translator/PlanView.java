// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.plan.StreamSettings;

/** What translation asks of a plan; one that still grows can answer, too. */
interface PlanView {

  /** See {@link org.dstreambeam.plan.LogicalPlan#nameOf}. */
  String nameOf(PlanNode node);

  /** How many read the node's result, at least; 2 if it cannot be known. */
  int consumersOf(PlanNode node);

  /** Whether somebody reads the snapshots of the node's state; true if it cannot be known. */
  boolean readsSnapshots(StatefulNode node);

  /** What the program has set on its streams. */
  StreamSettings settings();
}
