// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.LocationStrategy;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Which partitions a stream has, and where in them it starts. */
class KafkaStartTest extends KafkaFixture {

  @Test
  void latestIsTheEndWhenTheProgramStarts() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "old");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(
          ConsumerStrategies.Subscribe(List.of(topic), params("auto.offset.reset", "latest")));
      send(topic, 0, "declared");
      program.start();
      send(topic, 0, "started");
      assertThat(program.next()).isEqualTo("t0 2-3 started");
    }
  }

  @Test
  void whatIsCommittedComesBeforeTheReset() throws Exception {
    String topic = topic("t", 2);
    send(topic, 0, "a", "b", "c");
    send(topic, 1, "d");
    commit(topic, 0, 2);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next()).isEqualTo("t0 2-3 c; t1 0-1 d");
    }
  }

  @Test
  void offsetsGivenComeBeforeWhatIsCommitted() throws Exception {
    String topic = topic("t", 3);
    for (int i = 0; i < 3; i++) {
      send(topic, i, "a", "b", "c");
    }
    commit(topic, 0, 3);
    commit(topic, 1, 3);
    Map<TopicPartition, Long> offsets = Map.of(partition(topic, 0), 1L);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params(), offsets));
      program.start();
      assertThat(program.next()).isEqualTo("t0 1-3 b c; t1 3-3; t2 0-3 a b c");
    }
  }

  @Test
  void withoutAResetOffsetsThatAreGivenSuffice() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b", "c");
    Map<TopicPartition, Long> offsets = Map.of(partition(topic, 0), 1L);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(
          ConsumerStrategies.Subscribe(
              List.of(topic), params("auto.offset.reset", "none"), offsets));
      program.start();
      assertThat(program.next()).isEqualTo("t0 1-3 b c");
    }
  }

  @Test
  void withoutAResetWhatIsCommittedSuffices() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b", "c");
    commit(topic, 0, 2);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(
          ConsumerStrategies.Subscribe(List.of(topic), params("auto.offset.reset", "none")));
      program.start();
      assertThat(program.next()).isEqualTo("t0 2-3 c");
    }
  }

  @Test
  void aPatternTakesTheTopicsThatItMatches() throws Exception {
    String first = topic("match", 1);
    String second = topic("match", 1);
    topic("other", 1);
    Pattern pattern = Pattern.compile(first + "|" + second);
    Map<TopicPartition, Long> offsets = Map.of(partition(second, 0), 1L);
    send(first, 0, "a");
    send(second, 0, "b", "c");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.SubscribePattern(pattern, params()));
      program.start();
      assertThat(program.next()).isEqualTo("match0 0-1 a; match0 0-2 b c");
    }
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.SubscribePattern(pattern, params(), offsets));
      program.start();
      assertThat(program.next()).isEqualTo("match0 0-1 a; match0 1-2 c");
    }
  }

  @Test
  void partitionsMayBeAssigned() throws Exception {
    String topic = topic("t", 4);
    for (int i = 0; i < 4; i++) {
      send(topic, i, "a", "b", "c");
    }
    commit(topic, 3, 2);
    List<TopicPartition> partitions =
        List.of(partition(topic, 3), partition(topic, 1), partition(topic, 0));
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Assign(partitions, params()));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-3 a b c; t1 0-3 a b c; t3 2-3 c");
    }
    Map<TopicPartition, Long> offsets = Map.of(partition(topic, 3), 0L, partition(topic, 0), 3L);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Assign(partitions, params(), offsets));
      program.start();
      assertThat(program.next()).isEqualTo("t0 3-3; t1 0-3 a b c; t3 0-3 a b c");
    }
  }

  @Test
  void assignedPartitionsNeedNoGroup() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(
          ConsumerStrategies.Assign(List.of(partition(topic, 0)), params("group.id", null)));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-1 a");
    }
  }

  /** Reads every other partition, from its second record. */
  private static final class Own extends ConsumerStrategy<String, String> {
    private static final long serialVersionUID = 1L;
    private static final List<Object> CALLS = new CopyOnWriteArrayList<>();
    private final Map<String, Object> params;
    private final String topic;

    Own(Map<String, Object> params, String topic) {
      this.params = params;
      this.topic = topic;
    }

    @Override
    public Map<String, Object> executorKafkaParams() {
      CALLS.add("executorKafkaParams");
      return params;
    }

    @Override
    public Consumer<String, String> onStart(Map<TopicPartition, Long> currentOffsets) {
      CALLS.add(currentOffsets);
      Consumer<String, String> consumer = new KafkaConsumer<>(params);
      consumer.assign(List.of(partition(topic, 0), partition(topic, 2)));
      consumer.seek(partition(topic, 0), 1);
      consumer.seek(partition(topic, 2), 1);
      return consumer;
    }
  }

  @Test
  void aStrategyOfTheProgramMakesTheConsumer() throws Exception {
    String topic = topic("t", 3);
    for (int i = 0; i < 3; i++) {
      send(topic, i, "a", "b");
    }
    Own.CALLS.clear();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(new Own(params(), topic));
      assertThat(Own.CALLS).containsOnly("executorKafkaParams");
      program.start();
      assertThat(program.next()).isEqualTo("t0 1-2 b; t2 1-2 b");
      assertThat(program.next()).isEqualTo("t0 2-2; t2 2-2");
    }
    assertThat(Own.CALLS).containsOnlyOnce(Map.of());
  }

  @Test
  void whereTasksRunMakesNoDifference() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a");
    for (LocationStrategy strategy :
        List.of(
            LocationStrategies.PreferBrokers(),
            LocationStrategies.PreferConsistent(),
            LocationStrategies.PreferFixed(Map.of(partition(topic, 0), "nowhere")))) {
      try (KafkaProgram program = new KafkaProgram(Table.conf())) {
        JavaInputDStream<ConsumerRecord<String, String>> stream =
            KafkaUtils.createDirectStream(program.context(), strategy, subscribe(topic));
        program.read(stream);
        program.start();
        assertThat(program.next()).as("%s", strategy).isEqualTo("t0 0-1 a");
      }
    }
  }

  @Test
  void scalaProgramsHaveTheSame() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b");
    scala.collection.Map<String, Object> params = JavaConverters.mapAsScalaMap(params());
    scala.collection.Map<TopicPartition, Object> offsets =
        JavaConverters.mapAsScalaMap(Map.of(partition(topic, 0), 1L));
    scala.collection.Iterable<String> topics =
        JavaConverters.collectionAsScalaIterable(List.of(topic));
    scala.collection.Iterable<TopicPartition> partitions =
        JavaConverters.collectionAsScalaIterable(List.of(partition(topic, 0)));
    Pattern pattern = Pattern.compile(topic);
    for (ConsumerStrategy<String, String> strategy :
        List.<ConsumerStrategy<String, String>>of(
            ConsumerStrategies.Subscribe(topics, params),
            ConsumerStrategies.SubscribePattern(pattern, params),
            ConsumerStrategies.Assign(partitions, params))) {
      assertThat(firstRow(strategy)).as("%s", strategy).isEqualTo("t0 0-2 a b");
    }
    for (ConsumerStrategy<String, String> strategy :
        List.<ConsumerStrategy<String, String>>of(
            ConsumerStrategies.Subscribe(topics, params, offsets),
            ConsumerStrategies.SubscribePattern(pattern, params, offsets),
            ConsumerStrategies.Assign(partitions, params, offsets))) {
      assertThat(firstRow(strategy)).as("%s", strategy).isEqualTo("t0 1-2 b");
    }
  }

  private static String firstRow(ConsumerStrategy<String, String> strategy) throws Exception {
    ClassTag<ConsumerRecord<String, String>> tag = ClassTag$.MODULE$.apply(ConsumerRecord.class);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      StreamingContext context = program.context().ssc();
      InputDStream<ConsumerRecord<String, String>> stream =
          KafkaUtils.createDirectStream(context, LocationStrategies.PreferConsistent(), strategy);
      program.read(new JavaInputDStream<>(stream, tag));
      program.start();
      return program.next();
    }
  }
}
