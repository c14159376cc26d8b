// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

/** What a step of a random program does; {@link Step#parameter} says the rest. */
enum Operation {
  MAP,
  MAP_TO_CELL,
  MAP_IN_PLACE,
  MAP_FAILING,
  MAP_COUNTING,
  FLAT_MAP,
  FILTER,
  PARTITION_TOTALS,
  PARTITION_REVERSED,
  PARTITION_HEADER,
  TO_PAIR,
  FLAT_MAP_TO_PAIR,
  PARTITION_TO_PAIR,
  REDUCE,
  REDUCE_TO_LAST,
  REDUCE_REFUSING,
  GROUP,
  COUNT_BY_VALUE,
  REDUCE_ALL,
  GLOM,
  REPARTITION,
  MAP_VALUES,
  FLAT_MAP_VALUES,
  COGROUP,
  JOIN,
  LEFT_JOIN,
  RIGHT_JOIN,
  FULL_JOIN,
  COUNT,
  UNION,
  WINDOW;

  boolean reduces() {
    return this == REDUCE || this == REDUCE_TO_LAST || this == REDUCE_REFUSING;
  }

  boolean joins() {
    return this == JOIN || this == LEFT_JOIN || this == RIGHT_JOIN || this == FULL_JOIN;
  }

  boolean takesTwoStreams() {
    return this == COGROUP || joins();
  }

  /** Whether its result is partitioned by key, in no promised order of the keys. */
  boolean shufflesByKey() {
    return reduces() || this == GROUP || this == COUNT_BY_VALUE || takesTwoStreams();
  }

  boolean mapsValues() {
    return this == MAP_VALUES || this == FLAT_MAP_VALUES;
  }

  boolean makesPairs() {
    return this == TO_PAIR
        || this == FLAT_MAP_TO_PAIR
        || this == PARTITION_TO_PAIR
        || mapsValues()
        || shufflesByKey();
  }
}
