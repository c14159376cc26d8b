// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

/**
 * What a function does with a dataset on its way.
 *
 * @param actions how many actions read all of it
 * @param isCached whether it is persisted, so that it is computed once however often it is read
 * @param isInPart whether it is asked for no more than its first records
 * @param isOther whether it goes where it cannot be followed, or is used in ways that are not known
 */
record Use(int actions, boolean isCached, boolean isInPart, boolean isOther) {

  static final Use ACTION = new Use(1, false, false, false);
  static final Use CACHED = new Use(0, true, false, false);
  static final Use PART = new Use(0, false, true, false);
  static final Use OTHER = new Use(0, false, false, true);

  /** This, and {@code next} on the same path. */
  Use then(Use next) {
    return new Use(
        actions + next.actions,
        isCached || next.isCached,
        isInPart || next.isInPart,
        isOther || next.isOther);
  }

  /** This on one path, {@code that} on another. */
  Use or(Use that) {
    return new Use(
        Math.max(actions, that.actions),
        isCached && that.isCached,
        isInPart || that.isInPart,
        isOther || that.isOther);
  }

  /** Whether every run reads all of it once, or never. */
  boolean isOnce() {
    return !isInPart && !isOther && (actions == 1 || (isCached && actions > 0));
  }

  /** Whether no run, as far as it is known, reads more of it than its first records. */
  boolean isHardlyAny() {
    return !isOther && actions == 0;
  }
}
