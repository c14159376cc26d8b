// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One of Spark's types, held against ours of the same name. All entries are of the form that the
 * lists have, {@code class#name descriptor}, or a class name alone.
 *
 * @param present how many of Spark's members and supertypes ours has
 * @param missing what ours has not, without what is missing in a supertype already
 * @param inheritedMissing how many are missing, by the supertype where they are listed
 * @param differences entry to what differs, in words
 * @param leftOut the genuine members that are not held to be API, with the reason
 */
record ClassComparison(
    String className,
    int present,
    List<String> missing,
    SortedMap<String, Integer> inheritedMissing,
    SortedMap<String, String> differences,
    Map<String, String> leftOut) {

  /** The class itself is what is missing. */
  boolean isMissing() {
    return missing.contains(className);
  }

  int missingInAll() {
    return missing.size() + inheritedMissing.values().stream().mapToInt(Integer::intValue).sum();
  }
}
