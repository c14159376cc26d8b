// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A partition as it should be.
 *
 * @param records if it failed, those a function may have seen before
 * @param failures what it may have failed with; nothing if it did not. There may be several: which
 *     of two functions fails first depends on what is fused with what
 */
record Partition(List<Object> records, Set<String> failures) {

  Partition() {
    this(new ArrayList<>(), new TreeSet<>());
  }

  boolean failed() {
    return !failures.isEmpty();
  }

  void fail(Throwable failure) {
    failures.add(text(failure));
  }

  static String text(Throwable failure) {
    return failure.getClass().getName() + ": " + failure.getMessage();
  }
}
