// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kafka.serializer.Decoder;
import kafka.serializer.StringDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/**
 * Threads of receivers, with a scripted consumer and a supervisor that writes down what it gets.
 */
class MessageLoopTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 0);
  private static final TopicPartition OTHER = new TopicPartition("t", 1);

  private final Map<TopicPartition, Long> sought = new HashMap<>();
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.EARLIEST) {
        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
          sought.put(partition, offset);
          super.seek(partition, offset);
        }
      };
  private final NoReceiver receiver = new NoReceiver();
  private final RecordingSupervisor supervisor = new RecordingSupervisor(receiver);
  private final MessageDecoder<String, String> decoder =
      new MessageDecoder<>(new StringDecoder(null), new Strict());
  private MessageLoop<String, String> loop = logged(0);

  @BeforeEach
  void attach() {
    receiver.attachSupervisor(supervisor);
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L, OTHER, 0L));
  }

  /** The first poll brings these, by partition. */
  private void messages(List<String> ofPartition, List<String> ofOther) {
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(PARTITION, OTHER));
          records(PARTITION, ofPartition).forEach(consumer::addRecord);
          records(OTHER, ofOther).forEach(consumer::addRecord);
        });
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(
      TopicPartition partition, List<String> values) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String value : values) {
      records.add(
          new ConsumerRecord<>(
              partition.topic(),
              partition.partition(),
              records.size(),
              null,
              value.getBytes(StandardCharsets.UTF_8)));
    }
    return records;
  }

  private MessageLoop<String, String> logged(long blockMillis) {
    return new LoggedMessages<>(receiver, consumer, "t", decoder, blockMillis);
  }

  private Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    consumer
        .committed(Set.of(PARTITION, OTHER))
        .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  /** Runs the loop until its poll of this number, from 0; what it has committed by then. */
  private Map<TopicPartition, Long> committedWhenStoppedAt(int poll) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    for (int i = 1; i < poll; i++) {
      consumer.schedulePollTask(() -> {});
    }
    consumer.schedulePollTask(
        () -> {
          committed.putAll(committed());
          loop.stop();
        });
    loop.run();
    return committed;
  }

  @Test
  void whatIsStoredInTheLogIsCommittedAndNothingElse() {
    messages(List.of("a", "b"), List.of("c"));

    assertThat(committedWhenStoppedAt(1)).containsOnly(entry(PARTITION, 2L), entry(OTHER, 1L));
    assertThat(supervisor.blocks)
        .containsExactlyInAnyOrder(List.of("a"), List.of("b"), List.of("c"));
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void messagesAreGatheredForTheTimeOfABlock() {
    loop = logged(60_000);
    messages(List.of("a", "b"), List.of("c"));

    assertThat(committedWhenStoppedAt(2)).isEmpty();
    assertThat(supervisor.blocks).as("what is not committed is read again").isEmpty();
  }

  @Test
  void whatIsGatheredIsStoredBeforeAnotherConsumerGetsThePartition() {
    loop = logged(60_000);
    messages(List.of("a"), List.of("b"));
    consumer.schedulePollTask(() -> loop.onPartitionsRevoked(List.of(OTHER)));

    assertThat(committedWhenStoppedAt(2)).containsOnly(entry(PARTITION, 1L), entry(OTHER, 1L));
    assertThat(supervisor.blocks).singleElement().asInstanceOf(LIST).containsOnly("a", "b");
  }

  @Test
  void whatOthersHaveAlreadyIsNotCommitted() {
    loop = logged(60_000);
    messages(List.of("a"), List.of("b"));
    consumer.schedulePollTask(
        () -> {
          loop.onPartitionsLost(List.of(OTHER));
          loop.onPartitionsRevoked(List.of(PARTITION));
        });

    assertThat(committedWhenStoppedAt(2)).containsOnly(entry(PARTITION, 1L));
  }

  @Test
  void aBlockThatIsNotStoredIsStoredAgainUntilTheReceiverIsRestarted() {
    supervisor.failures = 2;
    messages(List.of("a"), List.of());
    assertThat(committedWhenStoppedAt(1)).containsOnly(entry(PARTITION, 1L));
    assertThat(supervisor.restarts).isEmpty();
  }

  @Test
  void nothingIsCommittedWhenTheLogCannotBeWritten() {
    supervisor.failures = 3;
    messages(List.of("a"), List.of());

    loop.run();

    assertThat(supervisor.restarts).containsExactly("the log is full");
    assertThat(supervisor.blocks).isEmpty();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void whatCameBeforeAMessageThatCannotBeDecodedIsStored() {
    loop = logged(60_000);
    messages(List.of("a", "poison", "b"), List.of());

    loop.run();

    assertThat(supervisor.blocks).containsExactly(List.of("a"));
    assertThat(supervisor.restarts).containsExactly("poison");
  }

  @Test
  void noMoreIsTakenThanTheRateLimitAllows() {
    supervisor.permits = 2;
    messages(List.of("a", "b", "c"), List.of());

    assertThat(committedWhenStoppedAt(1)).containsOnly(entry(PARTITION, 2L));
    assertThat(supervisor.blocks).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void singleMessagesLeaveTheConsumerAtTheFirstThatWasNotStored() {
    SingleMessages<String, String> singles = new SingleMessages<>(receiver, consumer, "t", decoder);
    consumer.assign(List.of(PARTITION, OTHER));
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    records.put(PARTITION, records(PARTITION, List.of("a", "poison", "b")));
    records.put(OTHER, records(OTHER, List.of("c", "d")));

    assertThatIllegalStateException()
        .isThrownBy(() -> singles.take(new ConsumerRecords<>(records)))
        .withMessage("poison");

    assertThat(supervisor.singles).containsExactly("a");
    assertThat(sought).containsOnly(entry(PARTITION, 1L), entry(OTHER, 0L));
  }

  /** Refuses one text. */
  private static final class Strict implements Decoder<String> {
    @Override
    public String fromBytes(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.equals("poison")) {
        throw new IllegalStateException(text);
      }
      return text;
    }
  }

  private static final class NoReceiver extends Receiver<Tuple2<String, String>> {
    private static final long serialVersionUID = 1L;

    NoReceiver() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {}

    @Override
    public void onStop() {}
  }
}
