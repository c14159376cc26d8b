// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An operation that holds something between two batches, as a checkpoint speaks of it.
 *
 * @param name its operation and a number per operation, {@code updateStateByKey-1}
 * @param generation how often its state was dropped because it had changed; from 0
 * @param declared where: {@code updateStateByKey at WordCount.java:12}
 * @param settings what its state depends on, in the order to show it: {@code partitions}, {@code
 *     window}
 */
public record NodeRecord(
    String name, int generation, String declared, Map<String, String> settings) {

  public NodeRecord {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** {@code updateStateByKey}. */
  String operation() {
    return name.substring(0, name.lastIndexOf('-'));
  }

  /** The name, and where it was declared. */
  @Override
  public String toString() {
    return name + " (" + declared + ")";
  }
}
