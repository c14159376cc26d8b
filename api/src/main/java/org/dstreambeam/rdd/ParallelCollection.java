// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.dstreambeam.compute.RecordCopy;
import org.jspecify.annotations.Nullable;

/**
 * A collection of the driver in contiguous slices: of {@code size} elements, slice i holds those
 * from {@code i * size / slices} up to the start of the next.
 *
 * <p>As in Spark the collection is read when the partitions are first asked for, not before, and
 * every task has copies of its elements.
 */
public final class ParallelCollection<T> extends Dataset<T> {

  private final transient Collection<? extends T> collection;
  private final int slices;
  private @Nullable List<T> elements;

  /**
   * @param slices number of partitions; one that is not positive is refused when it is first used
   */
  public ParallelCollection(SparkContext context, Collection<? extends T> collection, int slices) {
    super(context);
    this.collection = collection;
    this.slices = slices;
  }

  @Override
  public int partitions() {
    elements();
    return slices;
  }

  @Override
  public Iterator<T> compute(int partition) {
    List<T> all = elements();
    List<T> slice = all.subList(start(partition, all.size()), start(partition + 1, all.size()));
    return RecordCopy.each(slice.iterator());
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  @Override
  public String kind() {
    return "ParallelCollectionRDD";
  }

  private int start(int slice, int size) {
    return (int) ((long) slice * size / slices);
  }

  /** The elements themselves: the collection may be of a kind that cannot be written. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    if (slices > 0) { // else nobody ever gets to see them
      elements();
    }
    out.defaultWriteObject();
  }

  private synchronized List<T> elements() {
    List<T> snapshot = elements;
    if (snapshot == null) {
      if (slices < 1) {
        throw new IllegalArgumentException("Positive number of partitions required");
      }
      @SuppressWarnings("unchecked") // the array holds what the collection holds
      T[] array = (T[]) collection.toArray();
      snapshot = Arrays.asList(array);
      elements = snapshot;
    }
    return snapshot;
  }
}
