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
  TRANSFORM,
  WINDOW,
  REDUCE_ALL_WINDOW,
  REDUCE_ALL_INVERSE_WINDOW,
  COUNT_WINDOW,
  COUNT_BY_VALUE_WINDOW,
  REDUCE_WINDOW,
  INVERSE_WINDOW,
  GROUP_WINDOW,
  UPDATE_STATE,
  MAP_WITH_STATE,
  SNAPSHOTS;

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
    return reduces()
        || this == GROUP
        || this == COUNT_BY_VALUE
        || this == UPDATE_STATE
        || slidesByKey()
        || takesTwoStreams();
  }

  /** Whether its batches may lie further apart than those of its input. */
  boolean slides() {
    return this == WINDOW
        || this == REDUCE_ALL_WINDOW
        || this == REDUCE_ALL_INVERSE_WINDOW
        || this == COUNT_WINDOW
        || slidesByKey();
  }

  private boolean slidesByKey() {
    return this == COUNT_BY_VALUE_WINDOW
        || this == REDUCE_WINDOW
        || this == INVERSE_WINDOW
        || this == GROUP_WINDOW;
  }

  /** Whether it shows what {@code mapWithState} makes, or knows. */
  boolean mapsWithState() {
    return this == MAP_WITH_STATE || this == SNAPSHOTS;
  }

  /** Whether its results depend on batches long gone. */
  boolean remembers() {
    return mapsWithState()
        || this == UPDATE_STATE
        || this == INVERSE_WINDOW
        || this == REDUCE_ALL_INVERSE_WINDOW
        || this == COUNT_WINDOW
        || this == COUNT_BY_VALUE_WINDOW;
  }

  boolean mapsValues() {
    return this == MAP_VALUES || this == FLAT_MAP_VALUES;
  }

  boolean makesPairs() {
    return this == TO_PAIR
        || this == FLAT_MAP_TO_PAIR
        || this == PARTITION_TO_PAIR
        || this == SNAPSHOTS
        || mapsValues()
        || shufflesByKey();
  }
}
