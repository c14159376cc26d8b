// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.plan.NarrowNode;

/** Piles the operation up on its input: no transform of its own. */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class NarrowTranslator implements NodeTranslator<NarrowNode> {

  @Override
  public Class<NarrowNode> nodeType() {
    return NarrowNode.class;
  }

  @Override
  public BlockStream translate(NarrowNode node, TranslationContext context) {
    return context.streamOf(node.input()).then(node.function(), node.callSite());
  }
}
