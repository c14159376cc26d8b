// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionKeyCoderTest {

  private static final int PARTITIONS_PER_SLOT = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void partitionsSpreadEvenlyOverTheSlots(int slots) {
    PartitionKeyCoder coder = new PartitionKeyCoder(slots, FlinkJob.KEY_GROUPS);
    int[] partitionsOf = new int[slots];

    for (int partition = 0; partition < PARTITIONS_PER_SLOT * slots; partition++) {
      int slot = slotOf(partition, coder, slots);
      assertThat(slot).as("of partition %d", partition).isEqualTo(partition % slots);
      partitionsOf[slot]++;
    }

    assertThat(partitionsOf).containsOnly(PARTITIONS_PER_SLOT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 100})
  void whatIsWrittenIsReadAgain(int slots) throws Exception {
    PartitionKeyCoder coder = new PartitionKeyCoder(slots, FlinkJob.KEY_GROUPS);

    for (int partition : new int[] {0, 1, 127, 128, 1 << 20, Integer.MAX_VALUE, -1}) {
      assertThat(CoderUtils.clone(coder, partition)).isEqualTo(partition);
    }
  }

  /** They are the keys of the state: another start must find it under them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 16})
  void theSameSlotsGiveTheSameBytes(int slots) throws Exception {
    PartitionKeyCoder one = new PartitionKeyCoder(slots, FlinkJob.KEY_GROUPS);
    PartitionKeyCoder other = new PartitionKeyCoder(slots, FlinkJob.KEY_GROUPS);
    PartitionKeyCoder sent = SerializableUtils.clone(one);

    for (int partition = PARTITIONS_PER_SLOT * slots; partition >= 0; partition--) {
      byte[] bytes = CoderUtils.encodeToByteArray(one, partition);
      assertThat(CoderUtils.encodeToByteArray(other, partition)).isEqualTo(bytes);
      assertThat(CoderUtils.encodeToByteArray(sent, partition)).isEqualTo(bytes);
    }
  }

  private static int slotOf(int partition, PartitionKeyCoder coder, int slots) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        FlinkKey.of(partition, coder), FlinkJob.KEY_GROUPS, slots);
  }
}
