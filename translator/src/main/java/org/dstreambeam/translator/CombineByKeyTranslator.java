// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.ReduceSideCombine;
import org.dstreambeam.plan.CombineByKeyNode;
import org.dstreambeam.stage.ShuffleReadFn.Merger;
import org.dstreambeam.stage.ShuffleWriteFn;
import scala.Tuple2;

/**
 * A shuffle with combining on both sides.
 *
 * <pre>
 *   blocks -> [chain, combine per block, one sub-block per target] => group by target => [merge]
 * </pre>
 *
 * Where the partitioner has already put every key in its place there is nothing to move, and the
 * values are combined in place.
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class CombineByKeyTranslator implements NodeTranslator<CombineByKeyNode> {

  @Override
  public Class<CombineByKeyNode> nodeType() {
    return CombineByKeyNode.class;
  }

  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public BlockStream translate(CombineByKeyNode node, TranslationContext context) {
    BlockStream input = context.streamOf(node.input());
    Aggregator<Object, Object> aggregator = (Aggregator<Object, Object>) node.aggregator();
    Partitioner partitioner = node.partitioner();
    if (partitioner.equals(node.input().partitioner())) {
      return input.then(ReduceSideCombine.inPlace(aggregator));
    }
    return Shuffle.of(
        input,
        context.nameOf(node),
        new ShuffleWriteFn(input.task(), aggregator, partitioner),
        merging(aggregator),
        partitioner.numPartitions());
  }

  private static Merger merging(Aggregator<Object, Object> aggregator) {
    return sent -> merge(aggregator, sent);
  }

  @SuppressWarnings("unchecked") // the map sides sent pairs
  private static Iterator<Tuple2<Object, Object>> merge(
      Aggregator<Object, Object> aggregator, List<Block> sent) throws Exception {
    ReduceSideCombine<Object, Object> reduceSide = new ReduceSideCombine<>(aggregator);
    for (Block block : sent) {
      reduceSide.add((Iterator<Tuple2<Object, Object>>) block.records().iterator());
    }
    return reduceSide.result();
  }
}
