// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

/**
 * Where a streaming context is in its life, which passes through these states in this order and
 * never goes back.
 */
public enum StreamingContextState {
  /** Created but not started: streams and output operations may still be defined. */
  INITIALIZED,

  /** Started: batches run, and nothing can be defined any more. */
  ACTIVE,

  /** Stopped for good. */
  STOPPED
}
