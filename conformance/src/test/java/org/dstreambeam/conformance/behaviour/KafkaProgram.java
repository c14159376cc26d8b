// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;

/**
 * A program that reads topics, a batch of a second at a time, and shows each batch as a row:
 *
 * <pre>
 *   t0 0-2 a b; t1 5-5        partition 0 of t: offsets 0 and 1, which are a and b; of 1 nothing
 * </pre>
 *
 * Ranges are in the order of topics and partitions, whatever order the RDD has; the records of a
 * range are those of the RDD's partition with its index.
 */
final class KafkaProgram implements AutoCloseable {

  /** What clients learn of the cluster, they learn from time to time. */
  private static final int LIMIT_BATCHES = 200;

  private static final long PAUSE_MILLIS = 20;

  private final SteppedProgram program;
  private final BlockingQueue<String> rows = new LinkedBlockingQueue<>();

  KafkaProgram(SparkConf conf) throws ReflectiveOperationException {
    this.program = new SteppedProgram(conf);
  }

  JavaStreamingContext context() {
    return program.context();
  }

  /** The stream of a strategy, without an output. */
  JavaInputDStream<ConsumerRecord<String, String>> stream(
      ConsumerStrategy<String, String> strategy) {
    return KafkaUtils.createDirectStream(
        context(), LocationStrategies.PreferConsistent(), strategy);
  }

  /** A stream whose batches are the rows. */
  JavaInputDStream<ConsumerRecord<String, String>> read(ConsumerStrategy<String, String> strategy) {
    return read(stream(strategy));
  }

  JavaInputDStream<ConsumerRecord<String, String>> read(
      JavaInputDStream<ConsumerRecord<String, String>> stream) {
    stream.foreachRDD(rdd -> rows.add(row(rdd)));
    return stream;
  }

  /** After each batch, its ranges are given to be committed. */
  void commit(JavaInputDStream<ConsumerRecord<String, String>> stream) {
    stream.foreachRDD(rdd -> ((CanCommitOffsets) stream.inputDStream()).commitAsync(ranges(rdd)));
  }

  static OffsetRange[] ranges(JavaRDD<?> rdd) {
    return ((HasOffsetRanges) rdd.rdd()).offsetRanges();
  }

  void start() {
    program.watch(context().queueStream(new ArrayDeque<JavaRDD<String>>()));
    program.start();
  }

  /** The row of the next batch. */
  String next() throws Exception {
    program.next();
    return rowOrNone();
  }

  /** Lets batches become due whose rows may take their time. */
  void due(int batches) throws ReflectiveOperationException {
    for (int i = 0; i < batches; i++) {
      program.skip();
    }
  }

  /** The rows of the last batches that have become due, in the order of their times. */
  List<String> dueRows(int batches) throws Exception {
    List<String> due = new ArrayList<>();
    for (int later = batches - 1; later >= 0; later--) {
      Batch<?> unused = program.skipped(later);
      due.add(rowOrNone());
    }
    return due;
  }

  /** Whether for some time nothing comes of the batches that are due, not even an error. */
  boolean waits() throws Exception {
    return !context().awaitTerminationOrTimeout(10 * PAUSE_MILLIS) && rows.isEmpty();
  }

  /** The row of the batch behind one for which no output runs. */
  String nextButOne() throws Exception {
    program.nextButOne();
    return rowOrNone();
  }

  /** The row of the next batch; of one that is not to be, what the program fails with. */
  String nextOrFailure() throws Exception {
    Object next = program.nextOrFailure();
    return next instanceof Exception failure ? failure.toString() : rowOrNone();
  }

  /** What comes behind batches that all look like this. */
  String after(String row) throws Exception {
    String next = row;
    for (int i = 0; i < LIMIT_BATCHES && next.equals(row); i++) {
      Thread.sleep(PAUSE_MILLIS);
      next = nextOrFailure();
    }
    return next;
  }

  /** The first row there is once batches no longer fail; nothing may be asked for after it. */
  String lastRow() throws Exception {
    for (int i = 0; i < LIMIT_BATCHES; i++) {
      program.skip();
      String row = rows.poll(5 * PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      if (row != null) {
        return row;
      }
    }
    throw new AssertionError("All batches fail.");
  }

  private String rowOrNone() {
    return rows.isEmpty() ? "no row" : rows.remove();
  }

  /** The first row of which this holds; it must come soon. */
  String nextThat(Predicate<String> condition) throws Exception {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < LIMIT_BATCHES; i++) {
      String row = next();
      if (condition.test(row)) {
        return row;
      }
      before.add(row);
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new AssertionError("None is as expected: " + before);
  }

  static String row(JavaRDD<ConsumerRecord<String, String>> rdd) {
    try {
      OffsetRange[] ranges = ranges(rdd);
      List<List<String>> records = rdd.map(ConsumerRecord::value).glom().collect();
      SortedMap<TopicPartition, String> row = new TreeMap<>(ORDER);
      for (int i = 0; i < ranges.length; i++) {
        row.put(ranges[i].topicPartition(), shown(ranges[i], records.get(i)));
      }
      return String.join("; ", row.values());
    } catch (Exception failure) {
      return Table.failed(failure).failure();
    }
  }

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private static String shown(OffsetRange range, List<String> records) {
    String text =
        name(range.topicPartition()) + " " + range.fromOffset() + "-" + range.untilOffset();
    return records.isEmpty() ? text : text + " " + String.join(" ", records);
  }

  /** {@code t0} for partition 0 of a topic that was asked for as {@code t}. */
  static String name(TopicPartition partition) {
    return partition.topic().replaceAll("-.*", "") + partition.partition();
  }

  @Override
  public void close() {
    program.close();
  }
}
