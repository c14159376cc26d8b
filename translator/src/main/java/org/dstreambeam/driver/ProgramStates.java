// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.SnapshotsNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.JobProperties;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Computes what states begin with, once, and keeps results for {@code slice}. Thread-safe. */
public final class ProgramStates implements States {

  /** As the batch that initial pairs are of: what they take is not counted. */
  private static final long BEFORE_ALL = 0;

  private final SparkContext context;
  private final StreamSettings settings;
  private final @Nullable BatchHistory history;
  private final Function<String, StatefulNode> nodes;
  private final Function<StatefulNode, List<SnapshotsNode>> snapshots;
  private final Map<String, List<Block>> initial = new HashMap<>();
  private final Map<String, List<Block>> batches = new HashMap<>();

  /**
   * @param history takes the results, if it wants them; null if nobody may ask
   * @param nodes finds a node by its name in the plan
   * @param snapshots finds the nodes that stand for the snapshots of one
   */
  public ProgramStates(
      SparkContext context,
      StreamSettings settings,
      @Nullable BatchHistory history,
      Function<String, StatefulNode> nodes,
      Function<StatefulNode, List<SnapshotsNode>> snapshots) {
    this.context = context;
    this.settings = settings;
    this.history = history != null && history.keepsStates() ? history : null;
    this.nodes = nodes;
    this.snapshots = snapshots;
  }

  @Override
  public Iterator<Tuple2<Object, Object>> initial(String node, int partition) throws Exception {
    StatefulNode stateful = nodes.apply(node);
    Dataset<?> pairs = stateful.kernel().initialPairs();
    Partitioner partitioner = stateful.shuffle().partitioner();
    if (pairs == null || partitioner == null) {
      return Collections.emptyIterator();
    }
    Block block = take(node, partition, stateful, pairs, partitioner);
    Throwable failure = block.failure();
    if (failure != null) {
      throw Rethrow.as(failure);
    }
    return new LettingGo(cast(block.records().iterator()), () -> letGo(node, partition));
  }

  /**
   * The records of a partition are let go when they are taken to the end, not in a vain attempt.
   */
  private synchronized void letGo(String node, int partition) {
    List<Block> all = initial.get(node);
    if (all != null) {
      all.set(partition, Block.of(BEFORE_ALL, partition, List.of()));
    }
  }

  /** Failed partitions are computed again. */
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they are pairs
  private synchronized Block take(
      String node, int partition, StatefulNode stateful, Dataset<?> pairs, Partitioner partitioner)
      throws InterruptedException {
    List<Block> all = initial.get(node);
    if (all == null || all.get(partition).failure() != null) {
      Properties job = StreamProperties.of(context);
      job.setProperty(JobProperties.CALL_SITE, stateful.callSite().toString());
      Dataset<Tuple2<Object, Object>> dealt =
          Dataset.shuffled((Dataset<Tuple2<Object, Object>>) pairs, DealShuffle.place(partitioner));
      all = new ArrayList<>(dealt.computeAll(job, new ToBlocks(BEFORE_ALL)));
      initial.put(node, all);
    }
    return all.get(partition);
  }

  @SuppressWarnings("unchecked") // as above
  private static Iterator<Tuple2<Object, Object>> cast(Iterator<?> pairs) {
    return (Iterator<Tuple2<Object, Object>>) pairs;
  }

  @Override
  public synchronized void keep(String node, boolean snapshot, Block block, int partitions) {
    if (history == null) {
      return;
    }
    String batch = node + (snapshot ? " snapshot " : " ") + block.batchTime();
    List<Block> blocks = batches.computeIfAbsent(batch, first -> new ArrayList<>());
    blocks.add(block);
    if (blocks.size() == partitions) {
      batches.remove(batch);
      StatefulNode stateful = nodes.apply(node);
      for (PlanNode stream : snapshot ? snapshots.apply(stateful) : List.of(stateful)) {
        PastBlocks.keep(history, context, settings, stream, block.batchTime(), blocks);
      }
    }
  }

  /**
   * Says when it has handed out all.
   *
   * @param pairs what it hands out
   * @param atTheEnd may be called several times
   */
  private record LettingGo(Iterator<Tuple2<Object, Object>> pairs, Runnable atTheEnd)
      implements Iterator<Tuple2<Object, Object>> {

    @Override
    public boolean hasNext() {
      if (pairs.hasNext()) {
        return true;
      }
      atTheEnd.run();
      return false;
    }

    @Override
    public Tuple2<Object, Object> next() {
      return pairs.next();
    }
  }
}
