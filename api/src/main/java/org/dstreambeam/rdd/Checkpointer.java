// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

/** Writes datasets to where they can be read again, so that they need not be computed again. */
@FunctionalInterface
public interface Checkpointer {

  /**
   * Writes all partitions.
   *
   * @return what reads them, as many partitions
   * @throws Exception if a partition cannot be computed or written
   */
  <T> Dataset<T> write(Dataset<T> dataset) throws Exception;
}
