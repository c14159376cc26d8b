// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.source.FeedSource;
import org.dstreambeam.source.HoldProgramFn;

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
   * As {@link #readAndDeal}, for a source that says what its batches consist of: the stages behind
   * it read that, on a cluster in all slots.
   *
   * @param readsOnce whether records are to be read once, and then kept by the program
   */
  static BlockStream readElsewhere(SourceNode node, boolean readsOnce, TranslationContext context) {
    BlockStream stream = readAndDeal(node, context);
    if (!context.isDistributed()) {
      return stream;
    }
    return BlockStream.of(
        stream
            .blocks()
            .apply(
                context.nameOf(node) + " hold",
                ParDo.of(new HoldProgramFn(context.program(), readsOnce)))
            .setCoder(context.blockCoder()));
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
