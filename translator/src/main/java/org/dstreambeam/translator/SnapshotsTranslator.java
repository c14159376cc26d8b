// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.plan.SnapshotsNode;

/** The second output of the operation that it is of. */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class SnapshotsTranslator implements NodeTranslator<SnapshotsNode> {

  @Override
  public Class<SnapshotsNode> nodeType() {
    return SnapshotsNode.class;
  }

  @Override
  public BlockStream translate(SnapshotsNode node, TranslationContext context) {
    // There may be several streams of the same snapshots.
    return context.snapshotsOf(node.input()).then(Narrow.copy(), node.callSite());
  }
}
