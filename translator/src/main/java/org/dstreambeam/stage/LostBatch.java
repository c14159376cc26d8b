// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

/** A batch that a driver function could not make: there are no records, and no RDD either. */
final class LostBatch extends Exception {

  private static final long serialVersionUID = 1L;

  private final Throwable reason;

  LostBatch(Throwable reason) {
    super(reason.getMessage(), reason, false, false);
    this.reason = reason;
  }

  /** What the driver function threw. */
  Throwable reason() {
    return reason;
  }
}
