// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** The partitions of all parents, one parent after another. */
public final class UnionDataset<T> extends Dataset<T> {

  private final List<Dataset<T>> parents;
  private final int[] starts;

  private UnionDataset(SparkContext context, List<Dataset<T>> parents) {
    super(context);
    this.parents = parents;
    this.starts = new int[parents.size() + 1];
    for (int i = 0; i < parents.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parents.get(i).partitions());
    }
  }

  /**
   * All records of {@code datasets}, duplicates kept. Those without partitions do not count; if the
   * others share one partitioner the union keeps it, and is merged partition by partition.
   */
  public static <T> Dataset<T> of(SparkContext context, List<Dataset<T>> datasets) {
    List<Dataset<T>> parents = datasets.stream().filter(d -> d.partitions() > 0).toList();
    Partitioner shared = parents.isEmpty() ? null : parents.get(0).partitioner();
    if (shared != null && parents.stream().allMatch(d -> shared.equals(d.partitioner()))) {
      return new MergedUnionDataset<>(context, parents, shared);
    }
    return new UnionDataset<>(context, parents);
  }

  @Override
  public int partitions() {
    return starts[parents.size()];
  }

  @Override
  public Iterator<T> compute(int partition) throws Exception {
    int parent = 0;
    while (partition >= starts[parent + 1]) {
      parent++;
    }
    return parents.get(parent).iterator(partition - starts[parent]);
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.copyOf(parents);
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return null;
  }

  @Override
  public String kind() {
    return "UnionRDD";
  }
}
