// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.nio.ByteBuffer;
import java.util.Random;
import scala.util.hashing.MurmurHash3$;

/**
 * The generator behind all that is random in Spark: an xorshift over a scrambled seed. Same seed,
 * same numbers, so samples and repartitionings hold the same records as there. Not thread-safe.
 */
public final class XorShiftRandom extends Random {

  private static final long serialVersionUID = 1L;

  private static final MurmurHash3$ HASH = MurmurHash3$.MODULE$;

  private long state;

  public XorShiftRandom(long seed) {
    super(seed);
    this.state = scramble(seed);
  }

  /** Neighbouring seeds shall not give similar numbers. */
  private static long scramble(long seed) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
    int low = HASH.bytesHash(bytes, HASH.arraySeed());
    int high = HASH.bytesHash(bytes, low);
    return ((long) high << Integer.SIZE) | Integer.toUnsignedLong(low);
  }

  @Override
  protected int next(int bits) {
    long next = state;
    next ^= next << 21;
    next ^= next >>> 35;
    next ^= next << 4;
    state = next;
    return (int) (next & ((1L << bits) - 1));
  }

  @Override
  public synchronized void setSeed(long seed) {
    super.setSeed(seed); // also called while the superclass is being made
    state = scramble(seed);
  }
}
