// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.source.BlockSource;

/**
 * For sources with a feed: {@code Read} from the stream's feed, into the windows of its batches.
 */
public final class SourceTranslation {

  private SourceTranslation() {}

  public static BlockStream read(SourceNode node, TranslationContext context) {
    String name = context.nameOf(node);
    PCollection<Block> blocks =
        context
            .pipeline()
            .apply(name, Read.from(new BlockSource(context.program(), name, context.blockCoder())))
            .apply(name + " batches", Window.into(context.windowsOf(node)));
    return BlockStream.of(blocks);
  }
}
