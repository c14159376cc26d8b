// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.source.BeamSourceNode;

/** Reads the stream's feed; on a cluster each slot drains some of the source's splits. */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class BeamSourceTranslator implements NodeTranslator<BeamSourceNode> {

  @Override
  public Class<BeamSourceNode> nodeType() {
    return BeamSourceNode.class;
  }

  @Override
  public BlockStream translate(BeamSourceNode node, TranslationContext context) {
    return SourceTranslation.read(node, context);
  }
}
