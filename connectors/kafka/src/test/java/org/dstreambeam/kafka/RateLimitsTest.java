// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;
import org.junit.jupiter.api.Test;

/** How far a batch of two seconds goes in two partitions. */
class RateLimitsTest {

  private static final TopicPartition A = new TopicPartition("t", 0);
  private static final TopicPartition B = new TopicPartition("t", 1);

  private static Map<TopicPartition, Long> offsets(long a, long b) {
    return Map.of(A, a, B, b);
  }

  private static RateLimits limits(long maxOfA, long maxOfB, long min) {
    return new RateLimits(
        new PerPartitionConfig() {
          @Override
          public long maxRatePerPartition(TopicPartition partition) {
            return partition.equals(A) ? maxOfA : maxOfB;
          }

          @Override
          public long minRatePerPartition(TopicPartition partition) {
            return min;
          }
        },
        2_000);
  }

  @Test
  void withoutALimitABatchGoesToTheEnds() {
    assertThat(limits(0, 0, 1).until(offsets(5, 0), offsets(1_000, 7), 0))
        .isEqualTo(offsets(1_000, 7));
  }

  @Test
  void aMaximumCountsPerSecondAndPartition() {
    assertThat(limits(10, 10, 1).until(offsets(5, 0), offsets(1_000, 7), 0))
        .isEqualTo(offsets(25, 7));
  }

  @Test
  void wherePartitionsDifferThoseWithoutAMaximumGetTheirMinimum() {
    assertThat(limits(10, 0, 3).until(offsets(0, 0), offsets(1_000, 1_000), 0))
        .isEqualTo(offsets(20, 3));
  }

  @Test
  void aRateOfAllIsSharedByLag() {
    assertThat(limits(0, 0, 1).until(offsets(0, 100), offsets(300, 200), 20))
        .isEqualTo(offsets(30, 110));
  }

  @Test
  void aShareIsCappedByTheMaximumAndRaisedToTheMinimum() {
    assertThat(limits(12, 12, 5).until(offsets(0, 0), offsets(990, 10), 20))
        .isEqualTo(offsets(24, 5));
  }

  @Test
  void fractionsOfRecordsAreCutOff() {
    assertThat(limits(0, 0, 1).until(offsets(0, 0), offsets(100, 200), 10))
        .isEqualTo(offsets(6, 13));
  }

  @Test
  void aRateWithNothingToReadIsNoLimit() {
    assertThat(limits(0, 0, 1).until(offsets(4, 9), offsets(4, 9), 20)).isEqualTo(offsets(4, 9));
  }

  @Test
  void aLogThatWasCutOffEndsTheBatchBeforeItsBeginning() {
    assertThat(limits(10, 10, 1).until(offsets(50, 0), offsets(20, 5), 0))
        .isEqualTo(offsets(20, 5));
  }
}
