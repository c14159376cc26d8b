// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.util.NoSuchElementException;
import org.apache.spark.streaming.State;
import org.jspecify.annotations.Nullable;

/** What a mapping function is given of a key. One object for all calls of a task. */
final class KeyState<S> extends State<S> {

  private @Nullable S value;
  private boolean exists;
  private boolean timingOut;
  private boolean updated;
  private boolean removed;

  /** The state of the next key; {@code value} counts only if it {@code exists}. */
  void reset(@Nullable S value, boolean exists, boolean timingOut) {
    this.value = value;
    this.exists = exists;
    this.timingOut = timingOut;
    this.updated = false;
    this.removed = false;
  }

  boolean isUpdated() {
    return updated;
  }

  boolean isRemoved() {
    return removed;
  }

  @Override
  public boolean exists() {
    return exists;
  }

  @Override
  @SuppressWarnings("NullAway") // an S may be null
  public S get() {
    if (!exists) {
      throw new NoSuchElementException("State is not set");
    }
    return value;
  }

  @Override
  public void update(S newState) {
    require(!removed, "Cannot update the state after it has been removed");
    require(!timingOut, "Cannot update the state that is timing out");
    value = newState;
    exists = true;
    updated = true;
  }

  @Override
  public void remove() {
    require(!timingOut, "Cannot remove the state that is timing out");
    require(!removed, "Cannot remove the state that has already been removed");
    value = null;
    exists = false;
    updated = false;
    removed = true;
  }

  @Override
  public boolean isTimingOut() {
    return timingOut;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("requirement failed: " + message);
    }
  }
}
