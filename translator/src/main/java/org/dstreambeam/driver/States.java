// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.Collections;
import java.util.Iterator;
import org.dstreambeam.block.Block;
import scala.Tuple2;

/** What operations that remember ask of the driver. */
public interface States {

  /**
   * The pairs that a partition of the node begins with; to be asked for once.
   *
   * @param node its name in the plan
   * @throws Exception why there are none, such as what a task threw that was to compute them
   */
  Iterator<Tuple2<Object, Object>> initial(String node, int partition) throws Exception;

  /**
   * Keeps a partition of a batch, if somebody may ask for it.
   *
   * @param snapshot whether it is one of the node's snapshots
   * @param partitions how many there are of the batch
   */
  void keep(String node, boolean snapshot, Block block, int partitions);

  /** For programs without any. */
  static States none() {
    return new States() {
      @Override
      public Iterator<Tuple2<Object, Object>> initial(String node, int partition) {
        return Collections.emptyIterator();
      }

      @Override
      public void keep(String node, boolean snapshot, Block block, int partitions) {}
    };
  }
}
