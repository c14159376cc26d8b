// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.List;
import org.dstreambeam.plan.OwnSourceNode;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/** Asks an input stream that the program has written itself. */
final class OwnFeed extends DriverFeed {

  private final OwnSourceNode node;

  OwnFeed(OwnSourceNode node, BatchGrid grid, ReaderRounds rounds, Splits splits) {
    super(node, grid, rounds, splits);
    this.node = node;
  }

  @Override
  @Nullable List<? extends Dataset<?>> make(long batchTime) {
    Dataset<?> dataset = node.ask(batchTime);
    return dataset == null ? null : List.of(dataset);
  }
}
