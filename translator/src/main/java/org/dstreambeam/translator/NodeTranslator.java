// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.dstreambeam.plan.PlanNode;

/**
 * Translates one kind of node.
 *
 * @param <N> the kind
 */
public interface NodeTranslator<N extends PlanNode> {

  Class<N> nodeType();

  /** The stream that {@code node} stands for; its inputs are translated already. */
  BlockStream translate(N node, TranslationContext context);
}
