// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import com.google.auto.service.AutoService;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.dstreambeam.block.Block;
import org.dstreambeam.translator.BlockStream;
import org.dstreambeam.translator.NodeTranslator;
import org.dstreambeam.translator.TranslationContext;

/**
 * Batches the collection up.
 *
 * <pre>
 *   records -> [which batch?] --\
 *                                flatten -> [batches, empty ones too] -> windows of batches
 *   one wake-up call -----------/
 * </pre>
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // service interfaces have no parameters
public final class CollectionSourceTranslator implements NodeTranslator<CollectionSourceNode> {

  @Override
  public Class<CollectionSourceNode> nodeType() {
    return CollectionSourceNode.class;
  }

  @Override
  public BlockStream translate(CollectionSourceNode node, TranslationContext context) {
    return translate(node, node.records(), context);
  }

  private static <T> BlockStream translate(
      CollectionSourceNode node, PCollection<T> records, TranslationContext context) {
    String name = context.nameOf(node);
    long zeroTime = context.zeroTime();
    long batch = node.slide().milliseconds();
    KvCoder<Integer, Block> coder = KvCoder.of(VarIntCoder.of(), context.blockCoder());
    PCollection<KV<Integer, Block>> stamped =
        records
            .apply(name + " globally", Window.into(new GlobalWindows()))
            .apply(name + " records", ParDo.of(new ToBatchFn<T>(zeroTime, batch)))
            .setCoder(coder);
    PCollection<KV<Integer, Block>> wakeUp =
        context
            .pipeline()
            .apply(name + " wake up", Create.of(0L))
            .apply(name + " marker", ParDo.of(new WakeUpFn()))
            .setCoder(coder);
    return BlockStream.of(
        PCollectionList.of(stamped)
            .and(wakeUp)
            .apply(name + " all", Flatten.pCollections())
            .apply(
                name,
                ParDo.of(new BatchUpFn(context.blockCoder(), zeroTime, batch, node.batches())))
            .setCoder(context.blockCoder())
            .apply(name + " batches", Window.into(context.windowsOf(node))));
  }
}
