// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.source.FeedSource;

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
            .apply(
                name,
                Read.from(
                    new FeedSource(
                        context.program(), name, context.parallelism(), context.blockCoder())))
            .apply(name + " batches", Window.into(context.windowsOf(node)));
    return BlockStream.of(blocks);
  }

  /**
   * As {@link #read}, for a source of which one split has all the records: on a cluster they are
   * dealt out to all slots.
   */
  static BlockStream readAndDeal(SourceNode node, TranslationContext context) {
    BlockStream stream = read(node, context);
    if (!context.isDistributed()) {
      return stream;
    }
    String name = context.nameOf(node);
    return BlockStream.of(
        stream
            .blocks()
            .apply(name + " number", WithKeys.of(0))
            .setCoder(KvCoder.of(VarIntCoder.of(), context.blockCoder()))
            .apply(name + " deal", Reshuffle.of())
            .apply(name + " dealt", Values.create())
            .setCoder(context.blockCoder()));
  }
}
