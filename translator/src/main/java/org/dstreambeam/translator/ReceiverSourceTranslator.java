// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.plan.ReceiverSourceNode;

/** Reads the stream's feed, in which one receiver puts all the records. */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class ReceiverSourceTranslator implements NodeTranslator<ReceiverSourceNode> {

  @Override
  public Class<ReceiverSourceNode> nodeType() {
    return ReceiverSourceNode.class;
  }

  @Override
  public BlockStream translate(ReceiverSourceNode node, TranslationContext context) {
    return SourceTranslation.readAndDeal(node, context);
  }
}
