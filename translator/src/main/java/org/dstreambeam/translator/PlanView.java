// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.dstreambeam.plan.PlanNode;

/** What translation asks of a plan; one that still grows can answer, too. */
interface PlanView {

  /** See {@link org.dstreambeam.plan.LogicalPlan#nameOf}. */
  String nameOf(PlanNode node);

  /** How many read the node's result, at least; 2 if it cannot be known. */
  int consumersOf(PlanNode node);
}
