// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.plan.CutSourceNode;

/** Reads the stream's feed, which says of what batches consist: stages read what that is. */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class CutSourceTranslator implements NodeTranslator<CutSourceNode> {

  @Override
  public Class<CutSourceNode> nodeType() {
    return CutSourceNode.class;
  }

  @Override
  public BlockStream translate(CutSourceNode node, TranslationContext context) {
    return SourceTranslation.readElsewhere(node, false, context);
  }
}
