// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.junit.jupiter.api.Test;

/** What is committed when a program says so, and when. */
class KafkaCommitTest extends KafkaFixture {

  private static CanCommitOffsets offsets(JavaInputDStream<?> stream) {
    return (CanCommitOffsets) stream.inputDStream();
  }

  /** What the group has once it is that; batches go on meanwhile. */
  private void awaitCommitted(KafkaProgram program, Map<String, Long> expected) throws Exception {
    try {
      program.nextThat(row -> committedNow().equals(expected));
    } catch (AssertionError e) {
      assertThat(committed()).isEqualTo(expected);
    }
  }

  private Map<String, Long> committedNow() {
    try {
      return committed();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatABatchCommitsIsSentWithTheNextAndNotAtTheEnd() throws Exception {
    String topic = topic("t", 2);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.commit(program.read(subscribe(topic)));
      program.start();
      send(topic, 0, "a", "b");
      program.next();
      assertThat(committed()).isEmpty();
      awaitCommitted(program, Map.of("t0", 2L, "t1", 0L));
      send(topic, 1, "c");
      assertThat(program.next()).isEqualTo("t0 2-2; t1 0-1 c");
    }
    assertThat(committed()).isEqualTo(Map.of("t0", 2L, "t1", 0L));
  }

  @Test
  void aProgramGoesOnWhereItsGroupStands() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.commit(program.read(subscribe(topic)));
      program.start();
      program.next();
      awaitCommitted(program, Map.of("t0", 2L));
    }
    send(topic, 0, "c");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next()).isEqualTo("t0 2-3 c");
    }
  }

  @Test
  void ofSeveralRangesTheLastOffsetIsCommitted() throws Exception {
    String topic = topic("t", 2);
    send(topic, 0, numbers(10));
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaInputDStream<?> stream = program.read(subscribe(topic));
      program.start();
      program.next();
      CanCommitOffsets offsets = offsets(stream);
      offsets.commitAsync(new OffsetRange[] {OffsetRange.create(topic, 0, 0, 7)});
      offsets.commitAsync(
          new OffsetRange[] {
            OffsetRange.create(topic, 0, 7, 9), OffsetRange.create(topic, 0, 0, 3)
          });
      awaitCommitted(program, Map.of("t0", 9L));
      // Nobody asks whether that is less than before, nor whether there are so many.
      offsets.commitAsync(
          new OffsetRange[] {
            OffsetRange.create(topic, 0, 0, 2), OffsetRange.create(topic, 1, 0, 99)
          });
      awaitCommitted(program, Map.of("t0", 2L, "t1", 99L));
      offsets.commitAsync(new OffsetRange[0]);
      assertThat(program.next()).isEqualTo("t0 10-10; t1 0-0");
    }
  }

  @Test
  void theLastCallbackIsToldOfAll() throws Exception {
    String topic = topic("t", 2);
    List<String> calls = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaInputDStream<?> stream = program.read(subscribe(topic));
      program.start();
      program.next();
      CanCommitOffsets offsets = offsets(stream);
      OffsetRange[] first = {OffsetRange.create(topic, 0, 0, 1)};
      OffsetRange[] second = {OffsetRange.create(topic, 1, 0, 2)};
      offsets.commitAsync(first, callback("first", calls));
      offsets.commitAsync(second, callback("second", calls));
      awaitCommitted(program, Map.of("t0", 1L, "t1", 2L));
      program.nextThat(row -> !calls.isEmpty());
      assertThat(calls).containsExactly("second {t0=1, t1=2} null");

      offsets.commitAsync(first, callback("third", calls));
      offsets.commitAsync(second); // takes the callback away
      program.next();
      program.next();
      assertThat(calls).hasSize(1);
    }
  }

  private static OffsetCommitCallback callback(String name, List<String> calls) {
    return (offsets, exception) -> {
      Map<String, Long> shown = new TreeMap<>();
      offsets.forEach((tp, offset) -> shown.put(KafkaProgram.name(tp), offset.offset()));
      calls.add(name + " " + shown + " " + exception);
    };
  }

  /** It is called while a later batch looks for what is new; that batch has no output. */
  @Test
  void aCallbackThatThrowsCostsTheBatchThatIsBeingMade() throws Exception {
    String topic = topic("t", 1);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaInputDStream<?> stream = program.read(subscribe(topic));
      program.start();
      program.next();
      offsets(stream)
          .commitAsync(
              new OffsetRange[] {OffsetRange.create(topic, 0, 0, 1)},
              (offsets, exception) -> {
                throw new IllegalStateException("callback");
              });
      assertThat(program.after("t0 0-0")).isEqualTo("java.lang.IllegalStateException: callback");
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("t0 0-1 a");
    }
  }

  @Test
  void whatIsCommittedBeforeTheStartGoesWithTheFirstBatch() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaInputDStream<?> stream = program.read(subscribe(topic));
      offsets(stream).commitAsync(new OffsetRange[] {OffsetRange.create(topic, 0, 0, 1)});
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-2 a b");
      awaitCommitted(program, Map.of("t0", 1L));
    }
  }

  @Test
  void assignedPartitionsAreCommittedForTheirGroup() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.commit(
          program.read(ConsumerStrategies.Assign(List.of(partition(topic, 0)), params())));
      program.start();
      program.next();
      awaitCommitted(program, Map.of("t0", 2L));
    }
  }

  @Test
  void onlyTheStreamItselfCanCommit() throws Exception {
    String topic = topic("t", 1);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaInputDStream<ConsumerRecord<String, String>> stream = program.stream(subscribe(topic));
      JavaDStream<String> values = stream.map(ConsumerRecord::value);
      assertThat(stream.inputDStream()).isInstanceOf(CanCommitOffsets.class);
      assertThat(stream.dstream()).isInstanceOf(CanCommitOffsets.class);
      assertThat(values.dstream()).isNotInstanceOf(CanCommitOffsets.class);
    }
  }

  /** What a limit left for later counts as read. */
  @Test
  void aConsumerThatCommitsByItselfCommitsTheEndOfTheLog() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, numbers(10));
    SparkConf conf = Table.conf().set("spark.streaming.kafka.maxRatePerPartition", "2");
    try (KafkaProgram program = new KafkaProgram(conf)) {
      Map<String, Object> params = new HashMap<>(params("enable.auto.commit", true));
      params.put("auto.commit.interval.ms", 1);
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-2 0 1");
    }
    assertThat(committed()).isEqualTo(Map.of("t0", 10L));
  }
}
