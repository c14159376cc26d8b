// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.IdentityHashMap;
import java.util.function.Predicate;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a program sets on streams after it has declared them, and on all of them. Thread-safe; once
 * the context has started nothing changes any more.
 */
public final class StreamSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final IdentityHashMap<PlanNode, StorageLevel> levels = new IdentityHashMap<>();
  private final IdentityHashMap<PlanNode, Duration> checkpoints = new IdentityHashMap<>();
  private @Nullable Duration remember;

  /**
   * The level that each batch of the stream is persisted with. That of a window is its parent's, as
   * on Spark: what it holds are the parent's batches.
   */
  public synchronized void persist(PlanNode stream, StorageLevel level) {
    PlanNode holder = stream;
    while (holder instanceof WindowNode window) {
      holder = window.input();
    }
    levels.put(holder, level);
  }

  /** {@link StorageLevel#NONE} unless it was set. */
  public synchronized StorageLevel levelOf(PlanNode stream) {
    return levels.getOrDefault(stream, StorageLevel.NONE());
  }

  /** How far apart the batches are that a checkpoint is made of. */
  public synchronized void checkpoint(PlanNode stream, Duration interval) {
    checkpoints.put(stream, interval);
  }

  /** What was set, else what Spark takes; null if it makes no checkpoints of the stream. */
  public synchronized @Nullable Duration checkpointOf(PlanNode stream) {
    Duration set = checkpoints.get(stream);
    return set == null ? stream.checkpointInterval() : set;
  }

  /** These settings, as far as they are of such streams or of all. */
  synchronized StreamSettings of(Predicate<PlanNode> streams) {
    StreamSettings settings = new StreamSettings();
    settings.levels.putAll(levels);
    settings.levels.keySet().removeIf(streams.negate());
    settings.checkpoints.putAll(checkpoints);
    settings.checkpoints.keySet().removeIf(streams.negate());
    settings.remember = remember;
    return settings;
  }

  /**
   * For how long batches are kept, at least.
   *
   * @throws IllegalArgumentException if it was set before
   */
  public synchronized void remember(Duration duration) {
    if (remember != null) {
      throw new IllegalArgumentException(
          "requirement failed: Remember duration already set as "
              + remember
              + ". Cannot set it again.");
    }
    remember = duration;
  }

  /** Null unless it was set. */
  public synchronized @Nullable Duration remember() {
    return remember;
  }
}
