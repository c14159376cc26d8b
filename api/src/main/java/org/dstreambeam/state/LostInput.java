// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

/**
 * A batch whose records no partition of an operation can have, as what was to send them failed.
 * Where other things fail as well, it is this that counts: on Spark they would not have run.
 */
public final class LostInput extends Exception {

  private static final long serialVersionUID = 1L;

  private final Throwable reason;
  private final boolean isBatch;

  private LostInput(Throwable reason, boolean isBatch) {
    super(reason.getMessage(), reason, false, false);
    this.reason = reason;
    this.isBatch = isBatch;
  }

  /** A driver function could not make the batch: there are no records, and no RDD either. */
  public static LostInput ofBatch(Throwable reason) {
    return new LostInput(reason, true);
  }

  /** A task ahead of the shuffle threw. */
  public static LostInput ofStage(Throwable reason) {
    return new LostInput(reason, false);
  }

  /** What the driver function or the task threw. */
  public Throwable reason() {
    return reason;
  }

  /** Whether there is no RDD either. */
  public boolean isBatch() {
    return isBatch;
  }

  /** Whether this is to be reported although {@code other} came before it. */
  public boolean outranks(Throwable other) {
    return other instanceof LostInput lost ? isBatch && !lost.isBatch : true;
  }
}
