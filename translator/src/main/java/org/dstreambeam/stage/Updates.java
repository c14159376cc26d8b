// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.block.Block;
import org.dstreambeam.task.AccumulatorRegistry;

/**
 * What tasks add to accumulators of another process goes there with the blocks that they make.
 * Every transform of blocks takes in what comes with its input, and puts what waits on its thread
 * with the next block that leaves it; so it gets to the driver stage with the batch, if not before.
 *
 * <pre>
 *   [task adds, leaving] -> [arrived ... leaving] => GroupByKey => [arrived ... leaving] -> driver: merged
 * </pre>
 *
 * <p>Where a stream forks it goes both ways, and is merged once.
 */
public final class Updates {

  private Updates() {}

  /** {@code block} with all that waits on this thread, so the next one goes without. */
  public static Block leaving(Block block) {
    if (block.updates() != null) {
      return block;
    }
    byte[] waiting = AccumulatorRegistry.takeUpdates();
    return waiting == null ? block : block.withUpdates(waiting);
  }

  /** {@code block} without what came with it, which is merged here or passed on. */
  public static Block arrived(Block block) {
    byte[] updates = block.updates();
    if (updates == null) {
      return block;
    }
    AccumulatorRegistry.receive(updates);
    return block.withUpdates(null);
  }

  /** All of {@code blocks}, without what came with them. */
  public static List<Block> arrived(Iterable<Block> blocks) {
    List<Block> arrived = new ArrayList<>();
    for (Block block : blocks) {
      arrived.add(arrived(block));
    }
    return arrived;
  }
}
