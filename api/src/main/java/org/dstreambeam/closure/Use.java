// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

/**
 * What a function does with a dataset on its way.
 *
 * @param actions how many actions read all of it
 * @param isCached whether it is persisted, so that it is computed once however often it is read
 * @param isOther whether it is read in part, or goes where it cannot be followed
 */
record Use(int actions, boolean isCached, boolean isOther) {

  static final Use ACTION = new Use(1, false, false);
  static final Use CACHED = new Use(0, true, false);
  static final Use OTHER = new Use(0, false, true);

  /** This, and {@code next} on the same path. */
  Use then(Use next) {
    return new Use(actions + next.actions, isCached || next.isCached, isOther || next.isOther);
  }

  /** This on one path, {@code that} on another. */
  Use or(Use that) {
    return new Use(
        Math.max(actions, that.actions), isCached && that.isCached, isOther || that.isOther);
  }

  /** Whether every run reads all of it once, or never. */
  boolean isOnce() {
    return !isOther && (actions == 1 || (isCached && actions > 0));
  }
}
