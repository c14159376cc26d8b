// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Writes the number of a partition so that partitions spread evenly over task slots.
 *
 * <p>Flink sends a key where the hash of its bytes says, which for few keys is anywhere: of four
 * small numbers three may come to one of two slots. So behind the number comes another, the first
 * with which it goes to slot {@code partition mod slots}.
 *
 * <p>The bytes are keys of the state, and must be the same after a restart: it is the slots of the
 * first start that count.
 */
final class PartitionKeyCoder extends AtomicCoder<Integer> {

  private static final long serialVersionUID = 1L;

  private final int slots;
  private final int keyGroups;
  private final Map<Integer, Integer> suffixes = new ConcurrentHashMap<>();

  /**
   * @param keyGroups Flink's maximal parallelism
   */
  PartitionKeyCoder(int slots, int keyGroups) {
    this.slots = slots;
    this.keyGroups = keyGroups;
  }

  @Override
  public void encode(Integer partition, OutputStream out) throws IOException {
    VarInt.encode(partition, out);
    VarInt.encode(suffixes.computeIfAbsent(partition, this::suffixOf), out);
  }

  @Override
  public Integer decode(InputStream in) throws IOException {
    int partition = VarInt.decodeInt(in);
    VarInt.decodeInt(in);
    return partition;
  }

  private int suffixOf(int partition) {
    int wanted = Math.floorMod(partition, slots);
    int suffix = 0;
    while (slotOf(partition, suffix) != wanted) {
      suffix++;
    }
    return suffix;
  }

  private int slotOf(int partition, int suffix) {
    Coder<Integer> plain = new Suffixed(suffix);
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        FlinkKey.of(partition, plain), keyGroups, slots);
  }

  /** With the same suffix for all, to try it. */
  private static final class Suffixed extends AtomicCoder<Integer> {

    private static final long serialVersionUID = 1L;

    private final int suffix;

    Suffixed(int suffix) {
      this.suffix = suffix;
    }

    @Override
    public void encode(Integer partition, OutputStream out) throws IOException {
      VarInt.encode(partition, out);
      VarInt.encode(suffix, out);
    }

    @Override
    public Integer decode(InputStream in) throws IOException {
      int partition = VarIntCoder.of().decode(in);
      VarInt.decodeInt(in);
      return partition;
    }
  }
}
