// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.dstreambeam.kafka.ScriptedStrategy.TOPIC;
import static org.dstreambeam.kafka.ScriptedStrategy.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of one second, with a scripted consumer. */
class KafkaCutterTest {

  private final ScriptedStrategy strategy = new ScriptedStrategy();
  private KafkaCutter<String, String> cutter;

  @BeforeEach
  void createUnlimited() {
    cutter = cutter(0, 0);
  }

  @AfterEach
  void close() {
    cutter.close();
  }

  private KafkaCutter<String, String> cutter(long maxPerPartition, long initialRate) {
    PerPartitionConfig config =
        new PerPartitionConfig() {
          @Override
          public long maxRatePerPartition(TopicPartition partition) {
            return maxPerPartition;
          }
        };
    return new KafkaCutter<>(
        strategy, new RateLimits(config, 1_000), initialRate, new Patience(10_000, "nowhere:9092"));
  }

  private static OffsetRange range(int partition, long from, long until) {
    return OffsetRange.create(TOPIC, partition, from, until);
  }

  private OffsetRange[] cut() throws Exception {
    return CutCodec.read(cutter.cut(0));
  }

  @Test
  void batchesGoFromEndToEndInTheOrderOfPartitions() throws Exception {
    assertThat(CutCodec.read(cutter.begin())).containsExactly(range(0, 0, 0), range(1, 0, 0));
    strategy.ends(0, 5);
    strategy.ends(1, 7);
    assertThat(cut()).containsExactly(range(0, 0, 5), range(1, 0, 7));
    strategy.ends(1, 9);
    assertThat(cut()).containsExactly(range(0, 5, 5), range(1, 7, 9));
    assertThat(CutCodec.read(cutter.nothing())).containsExactly(range(0, 5, 5), range(1, 9, 9));
    assertThat(strategy.starts).containsExactly(Map.of());
  }

  @Test
  void aProgramThatGoesOnOpensItsConsumerWithTheFirstBatchThatIsNew() throws Exception {
    cutter.goOn(CutCodec.write(List.of(range(0, 0, 3), range(1, 0, 4))));
    cutter.goOn(CutCodec.write(List.of(range(0, 3, 6), range(1, 4, 4))));
    assertThat(strategy.starts).isEmpty();
    strategy.ends(0, 8);
    strategy.ends(1, 9);

    assertThat(cut()).containsExactly(range(0, 6, 8), range(1, 4, 9));
    assertThat(strategy.starts).containsExactly(Map.of(partition(0), 6L, partition(1), 4L));
  }

  @Test
  void newPartitionsBeginAtTheirPositions() throws Exception {
    cutter.begin();
    strategy.assign(0, 1, 2);
    strategy.ends(0, 1);
    strategy.ends(1, 1);
    strategy.ends(2, 4);

    assertThat(cut()).containsExactly(range(0, 0, 1), range(1, 0, 1), range(2, 0, 4));
  }

  @Test
  void aNewPartitionIsReadFromItsBeginningAlsoIfItsFirstCutFails() throws Exception {
    cutter.begin();
    strategy.assign(0, 1, 2);
    assertThatIllegalStateException()
        .isThrownBy(() -> cutter.cut(0))
        .withMessageContaining("didn't have end offset");
    strategy.ends(0, 1);
    strategy.ends(1, 1);
    strategy.ends(2, 4);

    assertThat(cut()).containsExactly(range(0, 0, 1), range(1, 0, 1), range(2, 0, 4));
  }

  @Test
  void partitionsThatAreLostFailTheBatchAndAreThereAgainWhenTheyComeBack() throws Exception {
    cutter.begin();
    strategy.ends(0, 5);
    strategy.ends(1, 7);
    strategy.assign(1);

    assertThatIllegalStateException()
        .isThrownBy(() -> cutter.cut(0))
        .withMessage(
            "Previously tracked partitions [t-0] been revoked by Kafka because of consumer"
                + " rebalance. This is mostly due to another stream with same group id joined,"
                + " please check if there're different streaming application misconfigure to use"
                + " same group id. Fundamentally different stream should use different group id");
    strategy.assign();
    assertThatIllegalStateException()
        .isThrownBy(() -> cutter.cut(0))
        .withMessageStartingWith("Previously tracked partitions [t-0,t-1] been revoked");

    strategy.assign(0, 1);
    assertThat(cut()).containsExactly(range(0, 0, 5), range(1, 0, 7));
  }

  @Test
  void recordsThatAPollBringsAreNotLost() throws Exception {
    cutter.begin();
    strategy.ends(0, 3);
    strategy.ends(1, 0);
    strategy.consumer.schedulePollTask(
        () -> { // a rebalance in the poll: nothing is paused any more
          strategy.assign(0, 1);
          strategy.consumer.seek(partition(0), 1);
          strategy.consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 1, "k", "v"));
          strategy.consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 2, "k", "v"));
        });

    assertThat(cut()).containsExactly(range(0, 0, 3), range(1, 0, 0));
    assertThat(strategy.consumer.paused()).containsExactlyInAnyOrder(partition(0), partition(1));
  }

  @Test
  void limitsHoldAndAreTheEstimateOnceThereIsOne() throws Exception {
    cutter.close();
    cutter = cutter(0, 10);
    cutter.begin();
    strategy.ends(0, 300);
    strategy.ends(1, 100);
    assertThat(cut()).containsExactly(range(0, 0, 7), range(1, 0, 2));
    cutter.limit(0); // as good as none
    cutter.limit(39);
    assertThat(cut()).containsExactly(range(0, 7, 36), range(1, 2, 11));
  }

  @Test
  void commitsGoOutWithTheNextBatchEachPartitionsGreatest() throws Exception {
    cutter.begin();
    List<Map<TopicPartition, OffsetAndMetadata>> committed = new ArrayList<>();
    cutter.told(request(range(0, 0, 5), range(1, 0, 7)));
    cutter.told(CommitRequest.of(new OffsetRange[] {range(0, 0, 2)}, (o, e) -> committed.add(o)));
    cutter.told("not for it");
    strategy.ends(0, 9);
    strategy.ends(1, 9);
    assertThat(committed).isEmpty();

    cut();
    cut();

    assertThat(committed)
        .containsExactly(
            Map.of(partition(0), new OffsetAndMetadata(5), partition(1), new OffsetAndMetadata(7)));
  }

  private static CommitRequest request(OffsetRange... ranges) {
    return CommitRequest.of(ranges, null);
  }

  @Test
  void commitsWaitForABatchThatCanBeCut() throws Exception {
    cutter.begin();
    cutter.told(request(range(0, 0, 5)));
    strategy.consumer.setPollException(new KafkaException("away"));
    assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> cutter.cut(0));
    strategy.ends(0, 9);
    strategy.ends(1, 9);

    cut();

    assertThat(strategy.consumer.committed(Set.of(partition(0))))
        .containsEntry(partition(0), new OffsetAndMetadata(5));
  }

  @Test
  void aLogThatWasCutOffHasNoRecords() {
    byte[] cut = CutCodec.write(List.of(range(0, 9, 3), range(1, 2, 4)));

    assertThat(cutter.records(cut)).isEqualTo(2);
  }

  @Test
  void closesItsConsumer() throws Exception {
    cutter.begin();
    cutter.close();

    assertThat(strategy.consumer.closed()).isTrue();
  }
}
