// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.memory;

/** Where stored blocks live: in the Java heap, or outside of it. */
public enum MemoryMode {
  ON_HEAP,
  OFF_HEAP
}
