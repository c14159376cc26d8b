// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.io.Serializable;

/** What is known of a process that runs tasks: here there is one, the driver itself. */
public interface SparkExecutorInfo extends Serializable {

  String host();

  /** 0, for there is none. */
  int port();

  /** Bytes; 0, for cached records are objects whose size is not known. */
  long cacheSize();

  int numRunningTasks();

  /** Bytes; 0, as {@link #cacheSize}. */
  long usedOnHeapStorageMemory();

  /** Bytes; 0. */
  long usedOffHeapStorageMemory();

  /** Bytes that the JVM may use for objects of all kinds. */
  long totalOnHeapStorageMemory();

  /** Bytes; 0. */
  long totalOffHeapStorageMemory();
}
