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

  /** Read the first records, or none. */
  static final Set<String> PARTIAL =
      Set.of("isEmpty", "first", "take", "partitions", "getNumPartitions");

  static final Set<String> CACHING = Set.of("cache", "persist");

  /** What a method that derives nothing does with the RDD. */
  static Use useBy(String method) {
    if (ACTIONS.contains(method)) {
      return Use.ACTION;
    }
    return PARTIAL.contains(method) ? Use.PART : Use.OTHER;
  }

  /** Ask the RDD about itself. */
  static final Set<String> ASKING =
      Set.of("id", "name", "context", "getStorageLevel", "unpersist", "hashCode");
}
