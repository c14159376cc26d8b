// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of a program that are over, for {@code slice} and {@code compute}: what the sources
 * brought and driver functions made is kept for a while, by reference; everything else is computed
 * from it, when it is asked for, by the RDD evaluator.
 *
 * <p>How long is Spark's rule, {@link RememberDurations}, with one exception: what only a window
 * reaches back to is kept if the program called {@code remember}, and not otherwise, since the
 * window holds its contents elsewhere. Thread-safe.
 */
public final class BatchHistory implements Lineage {

  private static final Logger LOG = LoggerFactory.getLogger(BatchHistory.class);
  private static final long NOT_STARTED = Long.MAX_VALUE;

  /** A batch that is kept; its RDD, if it has one, is made when it is first asked for. */
  private static final class Kept {
    private @Nullable Supplier<? extends @Nullable Dataset<?>> made;
    private @Nullable Dataset<?> dataset;
    private final Runnable forgotten;

    Kept(Supplier<? extends @Nullable Dataset<?>> made, Runnable forgotten) {
      this.made = made;
      this.forgotten = forgotten;
    }

    synchronized @Nullable Dataset<?> dataset() {
      Supplier<? extends @Nullable Dataset<?>> make = made;
      if (make != null) {
        dataset = make.get();
        made = null;
      }
      return dataset;
    }
  }

  private final LogicalPlan plan;
  private final SparkContext context;
  private final RememberDurations spark;
  private final RememberDurations ours;
  private final Map<PlanNode, TreeMap<Long, Kept>> kept = new IdentityHashMap<>();
  private volatile long zeroTime = NOT_STARTED;
  private long lastCompleted;

  public BatchHistory(LogicalPlan plan, SparkContext context) {
    this.plan = plan;
    this.context = context;
    this.spark = RememberDurations.of(plan, true);
    this.ours = RememberDurations.of(plan, plan.settings().remember() != null);
  }

  /** To be called before the first batch. */
  public void begin(long zeroTime) {
    this.zeroTime = zeroTime;
  }

  /** Whether the program runs, or has run, with this stream. */
  public boolean covers(PlanNode node) {
    return zeroTime != NOT_STARTED && plan.contains(node);
  }

  /** Where slides are counted from, epoch milliseconds. */
  public long zeroTime() {
    return zeroTime;
  }

  /**
   * Keeps a batch of a source or of a driver function.
   *
   * @param batch gives null if there is no RDD
   * @param forgotten called when it is kept no longer
   */
  public synchronized void keep(
      PlanNode node,
      long time,
      Supplier<? extends @Nullable Dataset<?>> batch,
      Runnable forgotten) {
    kept.computeIfAbsent(node, first -> new TreeMap<>()).put(time, new Kept(batch, forgotten));
  }

  /** All outputs of a batch are done: forgets what is too old then. */
  public synchronized void completed(long time) {
    lastCompleted = Math.max(lastCompleted, time);
    kept.forEach(
        (node, batches) -> {
          Map<Long, Kept> old = batches.headMap(lastCompleted - ours.millis(node), true);
          old.values().forEach(batch -> batch.forgotten.run());
          old.clear();
        });
  }

  @Override
  public SparkContext context() {
    return context;
  }

  @Override
  public @Nullable Dataset<?> batch(PlanNode node, long time) throws Exception {
    Kept found = find(node, time);
    if (found != null) {
      return found.dataset();
    }
    if (time <= zeroTime || (time - zeroTime) % node.slide().milliseconds() != 0) {
      return null;
    }
    Dataset<?> computed = node.compute(this, time);
    if (computed != null && !(node instanceof SourceNode)) {
      keep(node, time, () -> computed, () -> {});
    }
    return computed;
  }

  private synchronized @Nullable Kept find(PlanNode node, long time) {
    TreeMap<Long, Kept> batches = kept.get(node);
    return batches == null ? null : batches.get(time);
  }

  /** Whether what {@link #keptBatch} asks for is to be kept. */
  public boolean keepsStates() {
    return plan.settings().remember() != null;
  }

  @Override
  public synchronized Dataset<?> keptBatch(PlanNode node, long time) {
    Kept found = find(node, time);
    Dataset<?> batch = found == null ? null : found.dataset();
    if (batch != null) {
      return batch;
    }
    throw new IllegalStateException(
        "Batch "
            + time
            + " ms of "
            + node.callSite()
            + " is not kept, and cannot be computed without all that came before: slice and compute"
            + " find it if remember(Duration), with a duration that reaches back to it, was called"
            + " on the context before the start");
  }

  @Override
  public synchronized @Nullable Dataset<?> sourceBatch(SourceNode source, long time) {
    Kept found = find(source, time);
    if (found != null) {
      return found.dataset();
    }
    boolean over = time > zeroTime && time <= lastCompleted;
    if (over && time > lastCompleted - spark.millis(source)) {
      throw new IllegalStateException(
          "Batch "
              + time
              + " ms of "
              + source.callSite()
              + " is not kept: a window reaches back to it, which this version keeps for slice and"
              + " compute only if remember(Duration) was called on the context before the start");
    }
    LOG.warn("Batch {} ms of {} is not kept: it is taken for empty", time, source.callSite());
    return Dataset.empty(context);
  }
}
