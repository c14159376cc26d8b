// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * A program of the DStream API that ends by itself, as a table of batches.
 *
 * <pre>
 *   batches --queueStream--> declared operations --foreachRDD--> Column: expected | actual
 *                                                                   one row per batch
 * </pre>
 *
 * Batches are counted from 1, the first that the program runs. They follow each other without a
 * gap, or the comparison fails.
 */
final class Table {
  /** Real time on genuine Spark. */
  private static final long BATCH_MILLIS = 100;

  private static final long LIMIT_SECONDS = 60;
  private static final Pattern BATCH_TIME = Pattern.compile("-{43}\nTime: (\\d+) ms\n");

  static {
    StandardOutput.install();
  }

  /** What a test does with a program: declares its streams and outputs, say. */
  @FunctionalInterface
  interface Declaration {
    void declare(Table table) throws Exception;
  }

  private final JavaStreamingContext context;
  private final List<Column<?>> columns = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final CountDownLatch lastBatchDone = new CountDownLatch(1);
  private final List<Declaration> afterwards = new ArrayList<>();
  private BooleanSupplier condition = () -> true;
  private String expectedPrinted = "";
  private int batches = 1;

  private Table(JavaStreamingContext context) {
    this.context = context;
  }

  /** Runs what is declared until every expected batch was there, and compares. */
  static void run(Declaration declaration) throws Exception {
    run(conf(), declaration);
  }

  /** The same with other settings than {@link #conf()}. */
  static void run(SparkConf conf, Declaration declaration) throws Exception {
    try (JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS))) {
      Table table = new Table(context);
      StandardOutput.clear();
      declaration.declare(table);
      table.runToTheEnd();
      for (Declaration check : table.afterwards) {
        check.declare(table);
      }
      context.stop();
      table.compare();
    }
  }

  /** Two threads, hence two partitions after a shuffle; the rest is for the build to say. */
  static SparkConf conf() {
    return new SparkConf().setMaster("local[2]").setAppName("behaviour");
  }

  JavaStreamingContext context() {
    return context;
  }

  long batchMillis() {
    return BATCH_MILLIS;
  }

  /** Keeps the program running for at least so many batches. */
  void batches(int atLeast) {
    batches = Math.max(batches, atLeast);
  }

  /** Keeps the program running until the end of a batch in which this holds. */
  void until(BooleanSupplier condition) {
    this.condition = condition;
  }

  /** Runs after the last batch, before the context is stopped. */
  void afterwards(Declaration check) {
    afterwards.add(check);
  }

  /** What {@code print} is expected to write in the batches that count; times are {@code #1}... */
  void expectPrinted(String text) {
    expectedPrinted = text;
  }

  /** A stream of these batches, and then of empty ones with one partition. */
  @SafeVarargs
  final <T> JavaDStream<T> input(Batch<T>... input) {
    return context.queueStream(queue(input));
  }

  /** A stream of pairs. */
  @SafeVarargs
  final <K, V> JavaPairDStream<K, V> pairs(Batch<Tuple2<K, V>>... input) {
    return input(input).mapToPair(pair -> pair);
  }

  /** The RDDs of these batches, with their partitions. */
  @SafeVarargs
  final <T> Queue<JavaRDD<T>> queue(Batch<T>... input) {
    Queue<JavaRDD<T>> queue = new LinkedList<>();
    for (Batch<T> batch : input) {
      queue.add(rdd(batch));
    }
    return queue;
  }

  /** An RDD with these partitions. */
  <T> JavaRDD<T> rdd(Batch<T> batch) {
    JavaSparkContext spark = context.sparkContext();
    if (batch.partitions().isEmpty()) {
      return spark.emptyRDD();
    }
    List<ArrayList<T>> partitions =
        batch.partitions().stream().<ArrayList<T>>map(ArrayList::new).toList();
    return spark
        .parallelize(new ArrayList<>(partitions), partitions.size())
        .flatMap(List::iterator);
  }

  /** An output that expects these batches, the first ones that the program runs. */
  @SafeVarargs
  final <T> void expect(String name, JavaDStream<T> stream, Batch<T>... expected) {
    Column<T> column = column(name, expected);
    stream.foreachRDD((rdd, time) -> column.saw(time, collected(rdd)));
  }

  /** An output of pairs that expects these batches. */
  @SafeVarargs
  final <K, V> void expect(
      String name, JavaPairDStream<K, V> stream, Batch<Tuple2<K, V>>... expected) {
    Column<Tuple2<K, V>> column = column(name, expected);
    stream.foreachRDD((rdd, time) -> column.saw(time, collected(rdd)));
  }

  private <T> Column<T> column(String name, Batch<T>[] expected) {
    Column<T> column = new Column<>(name, Arrays.asList(expected));
    columns.add(column);
    batches(expected.length);
    return column;
  }

  /** The records of an RDD by partition, or why there are none. */
  static <T> Batch<T> collected(JavaRDDLike<T, ?> rdd) {
    try {
      List<List<T>> partitions = new ArrayList<>();
      rdd.mapPartitions(Table::listed).collect().forEach(partitions::add);
      return new Batch<>(partitions, "");
    } catch (Exception failure) {
      return failed(failure);
    }
  }

  /** What there is instead of records, if a job throws this. */
  static <T> Batch<T> failed(Exception failure) {
    Throwable rootCause = failure;
    while (rootCause.getCause() != null) {
      rootCause = rootCause.getCause();
    }
    return Batch.failed(rootCause);
  }

  private static <T> Iterator<ArrayList<T>> listed(Iterator<T> partition) {
    ArrayList<T> records = new ArrayList<>();
    partition.forEachRemaining(records::add);
    return List.of(records).iterator();
  }

  private void runToTheEnd() throws InterruptedException {
    // Declared last, so it runs last: when it sees the last batch, all others have.
    context.<String>queueStream(new LinkedList<>()).foreachRDD((rdd, time) -> batchDone(time));
    context.start();
    if (!lastBatchDone.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      fail("After %s s the batches so far are %s of %s.", LIMIT_SECONDS, seen(), batches);
    }
  }

  private synchronized int seen() {
    return times.size();
  }

  private synchronized void batchDone(Time time) {
    times.add(time.milliseconds());
    if (times.size() >= batches && condition.getAsBoolean()) {
      lastBatchDone.countDown();
    }
  }

  /** The times of the expected batches, in the order in which they ran. */
  synchronized List<Long> times() {
    return List.copyOf(times).subList(0, batches);
  }

  private void compare() {
    StringBuilder report = new StringBuilder();
    columns.forEach(column -> column.compare(times().get(0), BATCH_MILLIS, report));
    if (report.length() > 0) {
      fail("Batches are not as expected.%n%s", report);
    }
    if (!expectedPrinted.isEmpty()) {
      assertThat(printed()).isEqualTo(expectedPrinted);
    }
  }

  /** Standard output with ordinals in place of times, up to the last batch that counts. */
  private String printed() {
    Matcher time = BATCH_TIME.matcher(StandardOutput.text());
    StringBuilder text = new StringBuilder();
    while (time.find()) {
      long ordinal = (Long.parseLong(time.group(1)) - times().get(0)) / BATCH_MILLIS + 1;
      if (ordinal > batches) {
        time.appendReplacement(text, "");
        return text.toString();
      }
      time.appendReplacement(text, time.group().replace(time.group(1), "#" + ordinal));
    }
    return time.appendTail(text).toString();
  }
}
