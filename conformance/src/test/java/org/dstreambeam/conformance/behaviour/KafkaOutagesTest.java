// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.dstreambeam.kafkabroker.KafkaProcess;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The broker goes away while a program runs, and comes back: which batches wait, which fail, and
 * that each record is in one batch all the same.
 */
class KafkaOutagesTest {

  private static LocalKafka kafka;

  /** How a broker ends. */
  enum End {
    KILLED(KafkaProcess::kill),
    STOPPED(KafkaProcess::stop);

    private final Consumer<KafkaProcess> end;

    End(Consumer<KafkaProcess> end) {
      this.end = end;
    }

    void happen() {
      end.accept(kafka.broker(1));
    }
  }

  @BeforeAll
  static void startBroker() {
    kafka = LocalKafka.builder().start();
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  /** Whatever has become of the test before. */
  @BeforeEach
  void isThere() {
    if (!kafka.broker(1).isAlive()) {
      comeBack();
    }
  }

  private static void comeBack() {
    KafkaProcess unused = kafka.startBroker(1);
  }

  private static void send(String topic, int partition, String... values) {
    try (RecordWriter records = kafka.records(topic)) {
      for (String value : values) {
        records.send(partition, null, value);
      }
      records.flush();
    }
  }

  private static Map<String, Object> params(String group) {
    Map<String, Object> params = KafkaFixture.params(kafka.clientProperties(), group);
    params.put("reconnect.backoff.max.ms", 100);
    return params;
  }

  private static Map<String, Long> committed(String group) {
    try {
      return KafkaFixture.committed(kafka.admin(), group);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void batchesWaitForTheBrokerAndHaveEachRecordOnce(End end) throws Exception {
    String topic = "t-" + end;
    kafka.createTopic(topic, 2);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.commit(program.read(ConsumerStrategies.Subscribe(List.of(topic), params(topic))));
      program.start();
      send(topic, 0, "a", "b");
      assertThat(program.next()).isEqualTo("t0 0-2 a b; t1 0-0");
      send(topic, 1, "c");

      end.happen();
      program.due(3);
      assertThat(program.waits()).isTrue();
      comeBack();

      assertThat(program.dueRows(3))
          .containsExactly("t0 2-2; t1 0-1 c", "t0 2-2; t1 1-1", "t0 2-2; t1 1-1");
      send(topic, 0, "d");
      assertThat(program.next()).isEqualTo("t0 2-3 d; t1 1-1");
      program.nextThat(row -> committed(topic).equals(Map.of("t0", 3L, "t1", 1L)));
    }
  }

  /**
   * What is read is known, and the broker does not have it for a while. Of that partition nothing
   * was read before, so that nothing can be on its way already.
   */
  @Test
  void tasksWaitForTheBroker() throws Exception {
    String topic = "t-task";
    kafka.createTopic(topic, 2);
    ExecutorService later = Executors.newSingleThreadExecutor();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      readBehindAnOutage(
          program,
          ConsumerStrategies.Subscribe(List.of(topic), params(topic)),
          () -> later.execute(KafkaOutagesTest::comeBack));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("t0 0-1 a; t1 0-0");
      send(topic, 1, "b", "c");
      assertThat(program.next()).isEqualTo("t0 1-1; t1 0-2 b c");
      send(topic, 1, "d");
      assertThat(program.next()).isEqualTo("t0 1-1; t1 2-3 d");
    } finally {
      later.shutdown();
      assertThat(later.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  /** The broker is killed when a batch has two records and none of them was read. */
  private static void readBehindAnOutage(
      KafkaProgram program, ConsumerStrategy<String, String> strategy, Runnable then) {
    JavaInputDStream<ConsumerRecord<String, String>> stream = program.stream(strategy);
    stream.foreachRDD(
        rdd -> {
          if (rdd.count() == 2) {
            End.KILLED.happen();
            then.run();
          }
        });
    program.read(stream);
  }

  /**
   * A task does not wait for ever. Who is in no group learns of the outage when he asks where the
   * partition ends, and then waits.
   */
  @Test
  void ofAssignedPartitionsABatchFailsBeforeOthersWait() throws Exception {
    String topic = "t-assigned";
    kafka.createTopic(topic, 2);
    List<TopicPartition> partitions =
        List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    Map<String, Object> params = params(topic);
    params.put("default.api.timeout.ms", 500);
    params.put("request.timeout.ms", 400);
    try (KafkaProgram program =
        new KafkaProgram(Table.conf().set("spark.streaming.kafka.consumer.poll.ms", "1000"))) {
      readBehindAnOutage(program, ConsumerStrategies.Assign(partitions, params), () -> {});
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("t0 0-1 a; t1 0-0");
      send(topic, 1, "b", "c");
      assertThat(program.next())
          .isEqualTo(
              "java.lang.IllegalArgumentException: requirement failed: Failed to get records for"
                  + " spark-executor-t-assigned t-assigned-1 0 after polling for 1000");
      assertThat(program.nextOrFailure()).startsWith(TimeoutException.class.getName());
      program.due(1);
      comeBack();
      assertThat(program.dueRows(1)).containsExactly("t0 1-1; t1 2-2");
      send(topic, 1, "d");
      assertThat(program.next()).isEqualTo("t0 1-1; t1 2-3 d");
    }
  }
}
