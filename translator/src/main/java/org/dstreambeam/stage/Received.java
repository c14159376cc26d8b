// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.ConcatIterator;

/** The records of the blocks that a partition of a shuffle was sent, which are in order. */
public final class Received {

  private Received() {}

  /** All of them. */
  @SuppressWarnings("unchecked") // an Iterator only produces
  public static Iterator<Object> records(List<Block> blocks) {
    return new ConcatIterator<>(
        blocks.size(), i -> (Iterator<Object>) blocks.get(i).records().iterator());
  }

  /**
   * Those of each input.
   *
   * @param firstBranches the first branch of each input, ascending
   */
  public static List<Iterator<Object>> byInput(List<Block> blocks, List<Integer> firstBranches) {
    List<Iterator<Object>> inputs = new ArrayList<>(firstBranches.size());
    int from = 0;
    for (int input = 0; input < firstBranches.size(); input++) {
      boolean last = input + 1 == firstBranches.size();
      int until = from;
      while (until < blocks.size()
          && (last || Task.branchOf(blocks.get(until)) < firstBranches.get(input + 1))) {
        until++;
      }
      inputs.add(records(blocks.subList(from, until)));
      from = until;
    }
    return inputs;
  }
}
