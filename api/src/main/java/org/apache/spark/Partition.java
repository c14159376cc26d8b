// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import scala.Serializable;

/** A part of an RDD: the records that one task computes. */
public interface Partition extends Serializable {

  /** Its place among the partitions of the RDD, from 0. */
  int index();
}
