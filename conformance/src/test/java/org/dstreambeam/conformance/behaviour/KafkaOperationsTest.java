// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.SteppedProgram.BASE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations on a stream of Kafka's records, which know nothing of where it comes from. */
class KafkaOperationsTest extends KafkaFixture {

  private static final Duration SLIDE = Durations.milliseconds(SteppedProgram.BATCH_MILLIS);
  private static final Duration WINDOW = Durations.milliseconds(2 * SteppedProgram.BATCH_MILLIS);

  @TempDir private Path checkpoints;

  private JavaInputDStream<ConsumerRecord<String, String>> direct(
      SteppedProgram program, String... topics) {
    return KafkaUtils.createDirectStream(
        program.context(), LocationStrategies.PreferConsistent(), subscribe(topics));
  }

  @Test
  void narrowOnesKeepThePartitionsOfTheTopic() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(
          direct(program, topic)
              .filter(message -> message.offset() != 1)
              .flatMap(message -> Arrays.asList(message.value().split(" ")).iterator())
              .mapPartitions(words -> counted(words).iterator()));
      program.start();
      send(topic, 0, "to be", "not this", "or not");
      assertThat(program.next()).isEqualTo(batch(part("to", "be", "or", "not", "4")));
      assertThat(program.next()).isEqualTo(batch(part("0")));
    }
  }

  private static List<String> counted(Iterator<String> words) {
    List<String> all = new ArrayList<>();
    words.forEachRemaining(all::add);
    all.add(Integer.toString(all.size()));
    return all;
  }

  @Test
  void countsAreOfAllPartitions() throws Exception {
    String topic = topic("t", 3);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(direct(program, topic).count());
      program.start();
      send(topic, 0, "a", "b");
      send(topic, 2, "c");
      assertThat(program.next()).isEqualTo(batch(part(3L), part()));
      assertThat(program.next()).isEqualTo(batch(part(0L), part()));
    }
  }

  @Test
  void valuesAreShuffledLikeAnyOthers() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(
          direct(program, topic)
              .mapToPair(message -> pair(message.key(), 1))
              .reduceByKey(Integer::sum, 1));
      program.start();
      send(keyed(topic, "a"));
      send(keyed(topic, "a"));
      send(keyed(topic, null));
      assertThat(program.next()).isEqualTo(batch(part(pair(null, 1), pair("a", 2))));
    }
  }

  private static org.apache.kafka.clients.producer.ProducerRecord<String, String> keyed(
      String topic, String key) {
    return new org.apache.kafka.clients.producer.ProducerRecord<>(topic, key, "v");
  }

  @Test
  void valuesAreRepartitionedAndCounted() throws Exception {
    String topic = topic("t", 1);
    List<String> partitions = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaDStream<String> values = direct(program, topic).map(ConsumerRecord::value);
      values
          .repartition(3)
          .foreachRDD(rdd -> partitions.add(rdd.getNumPartitions() + " " + rdd.count()));
      program.watch(values.countByValue(1));
      program.start();
      send(topic, 0, "a", "b", "a");
      assertThat(program.next()).isEqualTo(batch(part(pair("a", 2L), pair("b", 1L))));
    }
    assertThat(partitions).containsExactly("3 3");
  }

  @Test
  void windowsOfValuesHaveThePartitionsOfTheirBatches() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(direct(program, topic).map(ConsumerRecord::value).window(WINDOW, SLIDE));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo(batch(part("a")));
      send(topic, 0, "b");
      assertThat(program.next()).isEqualTo(batch(part("a"), part("b")));
      assertThat(program.next()).isEqualTo(batch(part("b"), part()));
    }
  }

  @Test
  void recordsMayBeCountedByWindow() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.context().sparkContext().setCheckpointDir(checkpoints.toString());
      program.watch(direct(program, topic).countByWindow(WINDOW, SLIDE));
      program.start();
      send(topic, 0, "a", "b");
      assertThat(program.next()).isEqualTo(batch(part(2L)));
      send(topic, 0, "c");
      assertThat(program.next()).isEqualTo(batch(part(3L)));
      assertThat(program.next()).isEqualTo(batch(part(1L)));
    }
  }

  @Test
  void streamsAreUnitedAndJoined() throws Exception {
    String first = topic("a", 1);
    String second = topic("b", 1);
    List<Batch<?>> united = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaInputDStream<ConsumerRecord<String, String>> left = direct(program, first);
      JavaInputDStream<ConsumerRecord<String, String>> right =
          KafkaUtils.createDirectStream(
              program.context(),
              LocationStrategies.PreferConsistent(),
              org.apache.spark.streaming.kafka010.ConsumerStrategies.Subscribe(
                  List.of(second), params("group.id", group + "-2")));
      left.union(right)
          .map(ConsumerRecord::value)
          .foreachRDD(rdd -> united.add(Table.collected(rdd)));
      program.watch(
          left.mapToPair(message -> pair(message.value(), message.offset()))
              .join(right.mapToPair(message -> pair(message.value(), message.offset())), 1)
              .map(Object::toString));
      program.start();
      send(first, 0, "x", "y");
      send(second, 0, "z", "y");
      assertThat(program.next()).isEqualTo(batch(part("(y,(1,1))")));
      send(first, 0, "z");
      assertThat(program.next()).isEqualTo(batch(part()));
    }
    assertThat(united)
        .containsExactly(batch(part("x", "y"), part("z", "y")), batch(part("z"), part()));
  }

  @Test
  void statesAreKeptOfValues() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.context().sparkContext().setCheckpointDir(checkpoints.toString());
      program.watch(
          direct(program, topic)
              .mapToPair(message -> pair(message.value(), 1))
              .updateStateByKey(
                  (List<Integer> ones, Optional<Integer> sum) ->
                      Optional.of(sum.or(0) + ones.size()),
                  1));
      program.start();
      send(topic, 0, "a", "a");
      assertThat(program.next()).isEqualTo(batch(part(pair("a", 2))));
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo(batch(part(pair("a", 3))));
      assertThat(program.next()).isEqualTo(batch(part(pair("a", 3))));
    }
  }

  /** Offsets beside the records of their range, as programs do that store both together. */
  @Test
  void aTaskFindsItsRangeByItsPartition() throws Exception {
    String topic = topic("t", 3);
    List<String> stored = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaInputDStream<ConsumerRecord<String, String>> direct = direct(program, topic);
      direct.foreachRDD(
          rdd -> {
            OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
            stored.addAll(
                rdd.mapPartitions(
                        messages -> {
                          OffsetRange range = ranges[TaskContext.get().partitionId()];
                          List<String> values = new ArrayList<>();
                          messages.forEachRemaining(message -> values.add(message.value()));
                          return List.of(
                                  range.partition() + " " + range.untilOffset() + " " + values)
                              .iterator();
                        })
                    .collect());
          });
      program.watch(direct.count());
      program.start();
      send(topic, 0, "a");
      send(topic, 2, "b", "c");
      assertThat(program.next()).isEqualTo(batch(part(3L), part()));
    }
    assertThat(stored).containsExactlyInAnyOrder("0 1 [a]", "1 0 []", "2 2 [b, c]");
  }

  @Test
  void forEachPartitionAndForEachRunTasks() throws Exception {
    String topic = topic("t", 2);
    List<Long> sums = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      LongAccumulator records = program.context().sparkContext().sc().longAccumulator();
      LongAccumulator partitions = program.context().sparkContext().sc().longAccumulator();
      JavaInputDStream<ConsumerRecord<String, String>> direct = direct(program, topic);
      direct.foreachRDD(
          rdd -> {
            rdd.foreach(message -> records.add(1));
            rdd.foreachPartition(messages -> partitions.add(1));
            sums.add(records.value());
            sums.add(partitions.value());
          });
      program.watch(direct.count());
      program.start();
      send(topic, 0, "a", "b");
      send(topic, 1, "c");
      program.next();
      program.next();
    }
    assertThat(sums).containsExactly(3L, 2L, 3L, 4L);
  }

  @Test
  void whatIsTransformedMayHaveTheOffsetsInIt() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(
          direct(program, topic)
              .transform(
                  rdd -> {
                    long until = ((HasOffsetRanges) rdd.rdd()).offsetRanges()[0].untilOffset();
                    return rdd.map(message -> message.value() + " before " + until);
                  }));
      program.start();
      send(topic, 0, "a", "b");
      assertThat(program.next()).isEqualTo(batch(part("a before 2", "b before 2")));
    }
  }

  @Test
  void valuesMayBeKept() throws Exception {
    String topic = topic("t", 1);
    List<Long> reads = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      LongAccumulator counter = program.context().sparkContext().sc().longAccumulator();
      JavaDStream<String> values =
          direct(program, topic)
              .map(
                  message -> {
                    counter.add(1);
                    return message.value();
                  })
              .persist(StorageLevel.MEMORY_ONLY());
      values.foreachRDD(rdd -> rdd.count());
      values.foreachRDD(
          rdd -> {
            rdd.count();
            reads.add(counter.value());
          });
      program.watch(values);
      program.start();
      send(topic, 0, "a", "b");
      assertThat(program.next()).isEqualTo(batch(part("a", "b")));
    }
    assertThat(reads).containsExactly(2L);
  }

  @Test
  void recordsMayBeKeptAsObjects() throws Exception {
    String topic = topic("t", 1);
    List<Long> counts = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaDStream<ConsumerRecord<String, String>> kept =
          direct(program, topic).persist(StorageLevel.MEMORY_ONLY());
      kept.foreachRDD(rdd -> counts.add(rdd.map(ConsumerRecord::value).count()));
      program.watch(kept.map(ConsumerRecord::value));
      program.start();
      send(topic, 0, "a", "b");
      assertThat(program.next()).isEqualTo(batch(part("a", "b")));
    }
    assertThat(counts).containsExactly(2L);
  }

  @Test
  void slicesHaveTheirRanges() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.context().remember(Durations.minutes(1));
      JavaInputDStream<ConsumerRecord<String, String>> direct = direct(program, topic);
      program.watch(direct.map(ConsumerRecord::value));
      program.start();
      send(topic, 0, "a", "b");
      program.next();
      send(topic, 0, "c");
      program.next();
      assertThat(direct.slice(new Time(BASE + 1_000), new Time(BASE + 2_000)))
          .extracting(KafkaProgram::row)
          .containsExactly("t0 0-2 a b", "t0 2-3 c");
    }
  }

  @Test
  void valuesArePrinted() throws Exception {
    String topic = topic("t", 1);
    StandardOutput.install();
    StandardOutput.clear();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaInputDStream<ConsumerRecord<String, String>> direct = direct(program, topic);
      direct.map(ConsumerRecord::value).print(1);
      program.watch(direct.map(ConsumerRecord::value));
      program.start();
      program.next();
      send(topic, 0, "a", "b");
      program.next();
    }
    String line = "-------------------------------------------\n";
    assertThat(StandardOutput.text())
        .isEqualTo(
            String.format(
                "%sTime: %d ms\n%s\n%sTime: %d ms\n%sa\n...\n\n",
                line, BASE + 1_000, line, line, BASE + 2_000, line));
  }
}
