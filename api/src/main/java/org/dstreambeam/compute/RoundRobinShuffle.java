// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.jspecify.annotations.Nullable;

/**
 * {@code repartition}: every partition deals its records in turn. Where it begins is random, but
 * always the same for a partition, and the same as in Spark.
 *
 * @param partitions of the result, more than 0
 */
public record RoundRobinShuffle<T>(int partitions) implements Shuffle<T, T, T> {

  public RoundRobinShuffle {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "requirement failed: Number of partitions (" + partitions + ") must be positive.");
    }
  }

  @Override
  public boolean dependsOnIndex() {
    return true;
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return null;
  }

  @Override
  public List<List<T>> send(int partition, Iterator<T> records) {
    List<List<T>> targets = new ArrayList<>(partitions);
    for (int target = 0; target < partitions; target++) {
      targets.add(new ArrayList<>());
    }
    int position = new XorShiftRandom(partition).nextInt(partitions);
    while (records.hasNext()) {
      position = (position + 1) % partitions;
      targets.get(position).add(records.next());
    }
    return targets;
  }

  @Override
  public Iterator<T> receive(List<Iterator<T>> inputs) {
    return new ConcatIterator<>(inputs.size(), inputs::get);
  }

  @Override
  public Iterator<T> inPlace(Iterator<T> records) {
    return records;
  }
}
