// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * From which batch on a runner may ask for cuts: it may fall back to one of the last checkpoints,
 * which begins with the earliest batch in which one of its splits stands.
 */
final class NeededCuts {

  /** One more than a runner keeps. */
  private static final int CHECKPOINTS = 4;

  private final Map<Integer, Queue<Long>> completed = new HashMap<>();
  private final Deque<Long> checkpoints = new ArrayDeque<>();

  NeededCuts(Splits splits) {
    splits.numbers().forEach(split -> completed.put(split, new ArrayDeque<>()));
  }

  /**
   * A checkpoint is complete in which the split stands in that batch. It is told of each split, one
   * after another, and of all of them before it counts.
   *
   * @return whether {@link #oldest} has changed
   */
  boolean checkpointed(int split, long batchTime) {
    completed.computeIfAbsent(split, unknown -> new ArrayDeque<>()).add(batchTime);
    if (completed.values().stream().anyMatch(Queue::isEmpty)) {
      return false;
    }
    checkpoints.add(completed.values().stream().mapToLong(Queue::remove).min().orElseThrow());
    if (checkpoints.size() <= CHECKPOINTS) {
      return false;
    }
    return !checkpoints.remove().equals(checkpoints.element());
  }

  /** The earliest batch whose cut is needed. */
  long oldest() {
    return checkpoints.element();
  }
}
