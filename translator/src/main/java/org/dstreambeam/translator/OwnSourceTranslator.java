// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.plan.OwnSourceNode;

/** Reads the stream's feed. */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class OwnSourceTranslator implements NodeTranslator<OwnSourceNode> {

  @Override
  public Class<OwnSourceNode> nodeType() {
    return OwnSourceNode.class;
  }

  @Override
  public BlockStream translate(OwnSourceNode node, TranslationContext context) {
    return SourceTranslation.read(node, context);
  }
}
