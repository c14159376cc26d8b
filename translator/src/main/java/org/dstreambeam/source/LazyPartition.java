// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.Iterator;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rdd.Dataset;

/** A partition of an RDD, computed at each pass over it. */
record LazyPartition(Dataset<?> dataset, int partition) implements Iterable<Object> {

  @Override
  @SuppressWarnings("unchecked") // an Iterator only produces
  public Iterator<Object> iterator() {
    try {
      return (Iterator<Object>) dataset.iterator(partition);
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }
}
