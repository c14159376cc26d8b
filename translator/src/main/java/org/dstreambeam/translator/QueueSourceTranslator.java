// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.plan.QueueSourceNode;

/** Reads the stream's feed. */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class QueueSourceTranslator implements NodeTranslator<QueueSourceNode> {

  @Override
  public Class<QueueSourceNode> nodeType() {
    return QueueSourceNode.class;
  }

  @Override
  public BlockStream translate(QueueSourceNode node, TranslationContext context) {
    return SourceTranslation.read(node, context);
  }
}
