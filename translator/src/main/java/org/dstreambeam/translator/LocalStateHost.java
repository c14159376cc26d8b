// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import java.util.Iterator;
import org.dstreambeam.block.Block;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.stage.StateFn;
import scala.Tuple2;

/**
 * The program in this JVM that a node is part of.
 *
 * @param program under which {@link LocalPrograms} finds it
 * @param node the node's name in its plan
 * @param partitions how many the node has
 */
record LocalStateHost(String program, String node, int partitions) implements StateFn.Host {

  @Override
  public Iterator<Tuple2<Object, Object>> initial(int partition) throws Exception {
    return LocalPrograms.get(program).states().initial(node, partition);
  }

  @Override
  public void emitted(Block block, boolean snapshot) {
    LocalPrograms.get(program).states().keep(node, snapshot, block, partitions);
  }
}
