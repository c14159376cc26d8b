// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block as a number under which this JVM finds it again.
 *
 * <p>For a runner that lives in one process. The DirectRunner clones what waits in a {@code
 * GroupByKey} or in state through its coder at every bundle, each time all of it; with this coder a
 * clone is the block itself, which is safe because blocks are immutable.
 *
 * <p>The table holds blocks weakly: it keeps none alive that the runner has let go.
 */
public final class BlockHandleCoder extends AtomicCoder<Block> {

  private static final long serialVersionUID = 1L;

  private static final AtomicLong LAST_HANDLE = new AtomicLong();
  private static final Map<Long, Entry> BLOCKS = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Block> COLLECTED = new ReferenceQueue<>();

  private static final class Entry extends WeakReference<Block> {
    final long handle;

    Entry(long handle, Block block) {
      super(block, COLLECTED);
      this.handle = handle;
    }
  }

  @Override
  public void encode(Block block, OutputStream out) throws IOException {
    VarInt.encode(block.handle(BlockHandleCoder::enter), out);
  }

  @Override
  public Block decode(InputStream in) throws IOException {
    long handle = VarInt.decodeLong(in);
    Entry entry = BLOCKS.get(handle);
    @Nullable Block block = entry == null ? null : entry.get();
    if (block == null) {
      throw new CoderException("Block " + handle + " is not in this JVM (any more)");
    }
    return block;
  }

  private static long enter(Block block) {
    forgetCollected();
    long handle = LAST_HANDLE.incrementAndGet();
    BLOCKS.put(handle, new Entry(handle, block));
    return handle;
  }

  private static void forgetCollected() {
    for (Object dead = COLLECTED.poll(); dead != null; dead = COLLECTED.poll()) {
      BLOCKS.remove(((Entry) dead).handle);
    }
  }
}
