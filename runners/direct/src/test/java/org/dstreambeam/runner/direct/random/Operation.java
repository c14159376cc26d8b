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
  COUNT,
  UNION,
  WINDOW;

  boolean reduces() {
    return this == REDUCE || this == REDUCE_TO_LAST || this == REDUCE_REFUSING;
  }

  boolean makesPairs() {
    return this == TO_PAIR || this == FLAT_MAP_TO_PAIR || this == PARTITION_TO_PAIR || reduces();
  }
}
