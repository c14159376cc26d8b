// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.NarrowFunction;
import org.jspecify.annotations.Nullable;

/**
 * A fused chain of narrow operations as it is applied to blocks.
 *
 * @param chain the operations; null if there is nothing to do
 * @param operations what they are and where they were declared, for errors
 * @param branch how many branches of a union lie before the one this chain belongs to
 */
public record Task(
    @Nullable NarrowFunction<Object, Object> chain, List<String> operations, int branch)
    implements Serializable {

  private static final int BRANCH_SHIFT = 32;

  public Task {
    operations = List.copyOf(operations);
  }

  /** {@code map at App.java:12, filter at App.java:13}. */
  String description() {
    return String.join(", ", operations);
  }

  /** As the other, with the operation that takes the records from here. */
  String descriptionWith(String next) {
    return operations.isEmpty() ? next : description() + ", " + next;
  }

  /** The number the block's partition has behind this chain. */
  long partitionOf(Block block) {
    return block.partition() + ((long) branch << BRANCH_SHIFT);
  }

  /** The branch of a union that the block came through. */
  static int branchOf(Block block) {
    return (int) (block.partition() >> BRANCH_SHIFT);
  }

  /** The records behind this chain, lazily; {@code block} holds records. */
  @SuppressWarnings("unchecked") // an Iterator only produces
  Iterator<Object> run(Block block) throws Exception {
    Iterator<Object> records = (Iterator<Object>) block.records().iterator();
    return chain == null ? records : chain.apply((int) block.partition(), records);
  }

  /** Errors that are the JVM's and not the task's: nothing can be trusted after them. */
  public static boolean isFatal(Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }
}
