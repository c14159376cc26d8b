// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading ranges of a partition that has records at offsets 0 to 9, but where a test says so. */
class PartitionConsumerTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 3);
  private static final long POLL_MILLIS = 30;

  private final MockConsumer<String, String> consumer =
      new MockConsumer<>(OffsetResetStrategy.NONE);
  private final PartitionConsumer<String, String> reader =
      new PartitionConsumer<>(
          new PartitionConsumer.Key(PARTITION, Map.of("group.id", "spark-executor-g")), consumer);

  @BeforeEach
  void assign() {
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
  }

  private void records(long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(new ConsumerRecord<>("t", 3, offset, "k", "v" + offset));
    }
  }

  private List<Long> read(long from, long until) {
    List<Long> offsets = new ArrayList<>();
    for (long offset = from; offset < until; offset++) {
      offsets.add(reader.at(offset, POLL_MILLIS).offset());
    }
    return offsets;
  }

  private List<Long> readWithGaps(long from, long until) {
    List<Long> offsets = new ArrayList<>();
    reader.startAt(from);
    ConsumerRecord<String, String> record;
    while ((record = reader.before(until, POLL_MILLIS)) != null) {
      offsets.add(record.offset());
    }
    return offsets;
  }

  @Test
  void rangesThatFollowEachOtherTakeWhatWasFetchedAhead() {
    records(0, 1, 2, 3, 4, 5);
    assertThat(read(0, 2)).containsExactly(0L, 1L);
    assertThat(consumer.position(PARTITION)).isEqualTo(6); // the rest is with the reader
    assertThat(reader.next()).isEqualTo(2);
    assertThat(read(2, 6)).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void aRangeElsewhereIsSought() {
    records(0, 1, 2, 3);
    assertThat(read(0, 2)).containsExactly(0L, 1L);
    records(1, 2);
    assertThat(read(1, 3)).containsExactly(1L, 2L);
  }

  @Test
  void aRecordThatDoesNotComeFailsTheTask() {
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(0, 1))
        .withMessage(
            "requirement failed: Failed to get records for spark-executor-g t-3 0 after polling"
                + " for 30");
  }

  @Test
  void aGapFailsTheTaskUnlessItIsAllowed() {
    records(0, 4);
    consumer.schedulePollTask(() -> {});
    consumer.schedulePollTask(() -> records(4)); // Kafka gives it again after a seek
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(0, 5))
        .withMessage(
            "requirement failed: Got wrong record for spark-executor-g t-3 even after seeking to"
                + " offset 1 got offset 4 instead. If this is a compacted topic, consider enabling"
                + " spark.streaming.kafka.allowNonConsecutiveOffsets");
  }

  @Test
  void whereGapsAreAllowedEachRecordIsInTheRangeOfItsOffset() {
    records(1, 4, 5, 9, 12);
    assertThat(readWithGaps(0, 5)).containsExactly(1L, 4L);
    assertThat(readWithGaps(5, 7)).containsExactly(5L);
    assertThat(readWithGaps(7, 8)).isEmpty();
    assertThat(readWithGaps(8, 10)).containsExactly(9L);
    assertThat(readWithGaps(10, 13)).containsExactly(12L);
  }

  @Test
  void aRangeThatEndsWithoutARecordEndsWhereTheConsumerHasPassedIt() {
    records(0, 1);
    consumer.schedulePollTask(() -> {}); // brings the two
    consumer.schedulePollTask(() -> consumer.seek(PARTITION, 4)); // markers of a transaction

    assertThat(readWithGaps(0, 4)).containsExactly(0L, 1L);
    assertThat(reader.next()).isEqualTo(4);
  }

  @Test
  void whereTheConsumerDoesNotGetOnARangeWithGapsFails() {
    records(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> readWithGaps(0, 3))
        .withMessage(
            "requirement failed: Failed to get records for compacted spark-executor-g t-3 after"
                + " polling for 30");
  }
}
