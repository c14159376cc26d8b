// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

import scala.Option;

/**
 * What {@code mapWithState} knows of a key; to be used only while the function runs that was given
 * it.
 *
 * @param <S> type of the state
 */
public abstract class State<S> {

  /** Made by the engine only. */
  public State() {}

  /** Whether there is a state: also after {@link #update}, not after {@link #remove}. */
  public abstract boolean exists();

  /**
   * The state.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public abstract S get();

  /**
   * Sets the state.
   *
   * @throws IllegalArgumentException if it was removed, or is timing out
   */
  public abstract void update(S newState);

  /**
   * Forgets the key; there need not be a state.
   *
   * @throws IllegalArgumentException if it was removed already, or is timing out
   */
  public abstract void remove();

  /** Whether this is the last call for the key, which had no records for too long. */
  public abstract boolean isTimingOut();

  /** The state, if there is one. */
  public final Option<S> getOption() {
    return exists() ? scala.Some.apply(get()) : Option.empty();
  }

  /** That of the state, or {@code <state not set>}. */
  @Override
  public final String toString() {
    return exists() ? String.valueOf(get()) : "<state not set>";
  }
}
