// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dstreambeam.block.Block;
import org.jspecify.annotations.Nullable;

/**
 * A split of a {@link DrainFeed}: the splits of Beam's source that are read there, and up to where
 * that was handed out. Guarded by the feed's lock.
 */
final class ServedSplit {

  private final int number;
  private final boolean keepsPlaces;
  private final Map<Integer, DrainedSplit> drained = new TreeMap<>();
  private final Map<Integer, SplitPlace> handedOut = new TreeMap<>();
  private final Map<Block, SplitContents.Partition> ready = new IdentityHashMap<>();
  private boolean known;
  private volatile @Nullable SplitDrain drain;

  /**
   * @param keepsPlaces whether anybody will ask for them
   */
  ServedSplit(int number, boolean keepsPlaces) {
    this.number = number;
    this.keepsPlaces = keepsPlaces;
  }

  int number() {
    return number;
  }

  /** Whether it is known what is read here. */
  boolean isKnown() {
    return known;
  }

  void reads(List<DrainedSplit> splits) {
    known = true;
    for (DrainedSplit split : splits) {
      drained.put(split.number(), split);
      handedOut.put(split.number(), split.contents().place());
    }
  }

  Collection<DrainedSplit> drained() {
    return drained.values();
  }

  /**
   * @throws IllegalArgumentException if it is not read here
   */
  DrainedSplit drained(int split) {
    DrainedSplit found = drained.get(split);
    if (found == null) {
      throw new IllegalArgumentException("There is no split " + split + " of the source here");
    }
    return found;
  }

  void drainedBy(SplitDrain newDrain) {
    drain = newDrain;
  }

  /** What reads it; null if nothing does, or not yet. Needs no lock. */
  @Nullable SplitDrain drain() {
    return drain;
  }

  /** A partition has been made. */
  void isReady(SplitContents.Partition partition) {
    ready.put(partition.block(), partition);
    if (partition.isLast() && partition.hasRecords()) {
      contentsOf(partition).waits(1);
    }
  }

  private SplitContents contentsOf(SplitContents.Partition partition) {
    return drained(partition.place().number()).contents();
  }

  /** The partition that is handed out; null if it is none. */
  SplitContents.@Nullable Partition handsOut(Block block) {
    SplitContents.Partition partition = ready.remove(block);
    if (partition == null) {
      return null;
    }
    if (partition.isLast() && partition.hasRecords()) {
      contentsOf(partition).waits(-1);
    }
    isBehind(partition.handedOut());
    return partition;
  }

  /** All before that is handed out, or there is nothing. */
  void isBehind(SplitPlace place) {
    SplitPlace known = handedOut.get(place.number());
    if (known == null
        || place.count() > known.count()
        || place.count() == known.count() && place.mark() != null) {
      handedOut.put(place.number(), place);
    }
  }

  /** Where this run of the program began to read it. */
  byte[] begin() {
    List<SplitPlace> places = new ArrayList<>();
    drained.values().forEach(split -> places.add(split.contents().begin()));
    return SplitPlace.toBytes(places);
  }

  /** Up to where all of it was handed out; empty if nobody asks. */
  byte[] place() {
    return keepsPlaces ? SplitPlace.toBytes(handedOut.values()) : SplitPosition.NO_PLACE;
  }

  /** Nobody will ask for what the split has brought up to that batch. */
  void finalizeUpTo(int split, long batchTime) {
    SplitDrain reading = drain;
    DrainedSplit found = drained.get(split);
    if (reading != null && found != null) {
      reading.finalizeSoon(found.contents().marksUpTo(batchTime));
    }
  }
}
