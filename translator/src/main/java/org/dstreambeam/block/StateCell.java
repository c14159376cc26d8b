// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a partition of a stream remembers: its state, and the batches that are still to be absorbed
 * by it, as the first of them failed. Immutable, but for what the state itself says.
 */
public final class StateCell extends Handled {

  /** A batch that waits, with all that was sent for it. */
  public record Waiting(long batchTime, List<Block> blocks) {}

  private final @Nullable Object state;
  private final List<Waiting> waiting;

  /**
   * @param state null until there is one
   * @param waiting in order of time
   */
  public StateCell(@Nullable Object state, List<Waiting> waiting) {
    this.state = state;
    this.waiting = List.copyOf(waiting);
  }

  public @Nullable Object state() {
    return state;
  }

  public List<Waiting> waiting() {
    return waiting;
  }
}
