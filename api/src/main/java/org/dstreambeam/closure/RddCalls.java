// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.Set;

/** The methods of RDDs whose effect is known. */
final class RddCalls {

  private RddCalls() {}

  /** Give an RDD of their arguments and this one, and do nothing else. */
  static final Set<String> DERIVING =
      Set.of(
          "map",
          "filter",
          "flatMap",
          "mapToPair",
          "flatMapToPair",
          "mapPartitions",
          "mapPartitionsToPair",
          "mapValues",
          "flatMapValues",
          "keys",
          "values",
          "reduceByKey");

  /** Read every record once. */
  static final Set<String> ACTIONS =
      Set.of(
          "foreach",
          "foreachPartition",
          "collect",
          "collectAsMap",
          "count",
          "countByKey",
          "countByValue",
          "reduce",
          "fold",
          "aggregate",
          "saveAsTextFile",
          "saveAsObjectFile",
          "saveAsHadoopFile",
          "saveAsNewAPIHadoopFile");

  static final Set<String> CACHING = Set.of("cache", "persist");

  /** Ask the RDD about itself. */
  static final Set<String> ASKING =
      Set.of("id", "name", "context", "getStorageLevel", "unpersist", "hashCode");
}
