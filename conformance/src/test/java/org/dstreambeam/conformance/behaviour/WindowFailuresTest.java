// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.checkpointsIn;
import static org.dstreambeam.conformance.behaviour.Windowed.input;
import static org.dstreambeam.conformance.behaviour.Windowed.pairs;

import java.nio.file.Path;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** How long a failure is seen: as long as its batch is in the window, or for ever. */
class WindowFailuresTest {

  @TempDir private Path checkpoints;

  /** The second batch holds a record that no task can read. */
  private static JavaPairDStream<String, Integer> numbers(Table table) {
    return input(
            table,
            batch(part("1"), part("2")),
            batch(part("10"), part("bad")),
            batch(part("100")),
            batch(part("1000")),
            batch(part("10000")))
        .mapToPair(text -> new Tuple2<>("a", number(text)));
  }

  private static int number(String text) {
    if (text.equals("bad")) {
      throw new IllegalStateException("not a number: " + text);
    }
    return Integer.parseInt(text);
  }

  @Test
  void windowsFailWhileTheBatchIsInThem() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> numbers = numbers(table);
          table.expect(
              "fail reduceByKeyAndWindow",
              numbers.reduceByKeyAndWindow(Integer::sum, batches(table, 2), batches(table, 1), 1),
              batch(part(pair("a", 3))),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              batch(part(pair("a", 1100))),
              batch(part(pair("a", 11000))),
              batch(part(pair("a", 10000))),
              batch(part()));
          table.expect(
              "fail groupByKeyAndWindow",
              numbers
                  .groupByKeyAndWindow(batches(table, 2), batches(table, 1), 1)
                  .mapValues(Object::toString),
              batch(part(pair("a", "[1, 2]"))),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              batch(part(pair("a", "[100, 1000]"))),
              batch(part(pair("a", "[1000, 10000]"))),
              batch(part(pair("a", "[10000]"))),
              batch(part()));
          table.expect(
              "fail reduceByWindow",
              numbers
                  .map(Tuple2::_2)
                  .reduceByWindow(Integer::sum, batches(table, 3), batches(table, 1)),
              batch(part(3)),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              batch(part(11100)),
              batch(part(11000)),
              batch(part(10000)));
          table.expect(
              "fail gap",
              numbers.reduceByKeyAndWindow(Integer::sum, batches(table, 1), batches(table, 3), 1),
              none(),
              none(),
              batch(part(pair("a", 100))),
              none(),
              none(),
              batch(part()),
              none());
          table.expect(
              "fail slide",
              numbers.reduceByKeyAndWindow(Integer::sum, batches(table, 3), batches(table, 2), 1),
              none(),
              failed(new IllegalStateException("not a number: bad")),
              none(),
              failed(new IllegalStateException("not a number: bad")),
              none(),
              batch(part(pair("a", 11000))),
              none(),
              batch(part()));
          table.expect(
              "fail window",
              numbers.window(batches(table, 2)).map(Tuple2::_2),
              batch(part(1), part(2)),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              batch(part(100), part(1000)),
              batch(part(1000), part(10000)),
              batch(part(10000), part()));
        });
  }

  @Test
  void withAnInverseFunctionTheyFailForEver() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> numbers = numbers(table);
          table.expect(
              "fail inverse",
              numbers.reduceByKeyAndWindow(
                  Integer::sum, (x, y) -> x - y, batches(table, 2), batches(table, 1)),
              batch(part(), part(pair("a", 3))),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")));
          table.expect(
              "fail count",
              numbers.countByWindow(batches(table, 2), batches(table, 1)),
              batch(part(2L)),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")),
              failed(new IllegalStateException("not a number: bad")));
          table.expect(
              "fail inverse slide",
              numbers.reduceByKeyAndWindow(
                  Integer::sum, (x, y) -> x - y, batches(table, 2), batches(table, 2)),
              none(),
              failed(new IllegalStateException("not a number: bad")),
              none(),
              failed(new IllegalStateException("not a number: bad")),
              none(),
              failed(new IllegalStateException("not a number: bad")),
              none(),
              failed(new IllegalStateException("not a number: bad")));
          table.expect(
              "fail inverse gap",
              numbers.reduceByKeyAndWindow(
                  Integer::sum, (x, y) -> x - y, batches(table, 1), batches(table, 3)),
              none(),
              none(),
              failed(new IllegalStateException("not a number: bad")),
              none(),
              none(),
              failed(new IllegalStateException("not a number: bad")),
              none(),
              none(),
              failed(new IllegalStateException("not a number: bad")));
        });
  }

  private static int below50(int x, int y) {
    if (x + y > 50) {
      throw new IllegalStateException(x + " and " + y);
    }
    return x + y;
  }

  @Test
  void theFunctionThatReducesFails() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> numbers =
              pairs(
                  table,
                  batch(part(pair("a", 20))),
                  batch(part(pair("a", 40))),
                  batch(part(pair("a", 5))),
                  batch(part(pair("a", 7))),
                  batch(part(pair("a", 30), pair("a", 31))),
                  batch(part(pair("a", 8))),
                  batch(part(pair("a", 9))));
          table.expect(
              "fail function",
              numbers.reduceByKeyAndWindow(
                  WindowFailuresTest::below50, batches(table, 2), batches(table, 1), 1),
              batch(part(pair("a", 20))),
              failed(new IllegalStateException("20 and 40")),
              batch(part(pair("a", 45))),
              batch(part(pair("a", 12))),
              failed(new IllegalStateException("30 and 31")),
              failed(new IllegalStateException("30 and 31")),
              batch(part(pair("a", 17))),
              batch(part(pair("a", 9))),
              batch(part()));
          table.expect(
              "fail function inverse",
              numbers.reduceByKeyAndWindow(
                  WindowFailuresTest::below50,
                  (x, y) -> x - y,
                  batches(table, 2),
                  batches(table, 1)),
              batch(part(), part(pair("a", 20))),
              failed(new IllegalStateException("20 and 40")),
              failed(new IllegalStateException("20 and 40")),
              failed(new IllegalStateException("20 and 40")),
              failed(new IllegalStateException("30 and 31")),
              failed(new IllegalStateException("30 and 31")),
              failed(new IllegalStateException("30 and 31")),
              failed(new IllegalStateException("30 and 31")),
              failed(new IllegalStateException("30 and 31")));
          table.expect(
              "fail inverse function",
              numbers.reduceByKeyAndWindow(
                  Integer::sum,
                  (Integer x, Integer y) -> {
                    if (y == 40) {
                      throw new IllegalStateException("take 40 from " + x);
                    }
                    return x - y;
                  },
                  batches(table, 2),
                  batches(table, 1)),
              batch(part(), part(pair("a", 20))),
              batch(part(), part(pair("a", 60))),
              batch(part(), part(pair("a", 45))),
              failed(new IllegalStateException("take 40 from 45")),
              failed(new IllegalStateException("take 40 from 45")),
              failed(new IllegalStateException("take 40 from 45")),
              failed(new IllegalStateException("take 40 from 45")));
          table.expect(
              "fail filter",
              numbers.reduceByKeyAndWindow(
                  Integer::sum,
                  (x, y) -> x - y,
                  batches(table, 2),
                  batches(table, 1),
                  1,
                  pair -> {
                    if (pair._2() == 45) {
                      throw new IllegalStateException("filter 45");
                    }
                    return true;
                  }),
              batch(part(pair("a", 20))),
              batch(part(pair("a", 60))),
              failed(new IllegalStateException("filter 45")),
              failed(new IllegalStateException("filter 45")),
              failed(new IllegalStateException("filter 45")),
              failed(new IllegalStateException("filter 45")));
        });
  }

  private static JavaRDD<Integer> checked(JavaRDD<Integer> rdd) {
    if (rdd.collect().contains(-1)) {
      throw new IllegalArgumentException("-1 is no number");
    }
    return rdd;
  }

  @Test
  void aDriverFunctionFailsTheBatchesWhoseWindowsReachItsBatch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = driverFails(table);
          table.expect(
              "driver reduceByWindow",
              numbers.reduceByWindow(Integer::sum, batches(table, 2), batches(table, 1)),
              batch(part(1)),
              none(),
              none(),
              batch(part(1100)),
              batch(part(11000)),
              batch(part(10000)));
          table.expect(
              "driver other",
              input(table, batch(part("x"))),
              batch(part("x")),
              none(),
              none(),
              batch(part()),
              batch(part()),
              batch(part()));
        });
  }

  private static JavaDStream<Integer> driverFails(Table table) {
    return input(
            table,
            batch(part(1)),
            batch(part(-1)),
            batch(part(100)),
            batch(part(1000)),
            batch(part(10000)))
        .transform(WindowFailuresTest::checked);
  }

  @Test
  void whereNoWindowReachesItsBatchItIsNotSeen() throws Exception {
    Table.run(
        table -> {
          table.expect(
              "driver gap",
              driverFails(table).reduceByWindow(Integer::sum, batches(table, 1), batches(table, 3)),
              none(),
              none(),
              batch(part(100)),
              none(),
              none(),
              batch(part()));
          table.expect(
              "driver gap other",
              input(table, batch(part("x"))),
              batch(part("x")),
              batch(part()),
              batch(part()),
              batch(part()),
              batch(part()),
              batch(part()));
        });
  }

  @Test
  void withAnInverseFunctionNoLaterBatchCanBeMade() throws Exception {
    CountDownLatch fiveBatches = new CountDownLatch(5);
    List<String> journal = new CopyOnWriteArrayList<>();
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.milliseconds(100))) {
      context.sparkContext().setCheckpointDir(checkpoints.toString());
      Queue<JavaRDD<Integer>> queue = new LinkedList<>();
      queue.add(context.sparkContext().parallelize(List.of(1)));
      queue.add(context.sparkContext().parallelize(List.of(-1)));
      JavaDStream<Integer> numbers = context.queueStream(queue);
      numbers.foreachRDD(rdd -> journal.add("other " + rdd.collect()));
      numbers
          .transform(
              rdd -> {
                fiveBatches.countDown();
                return checked(rdd);
              })
          .reduceByWindow(
              Integer::sum,
              (x, y) -> x - y,
              Durations.milliseconds(100),
              Durations.milliseconds(100))
          .foreachRDD(rdd -> journal.add("sum " + rdd.collect()));
      context.start();
      fiveBatches.await();
      context.stop();
    }
    assertThat(journal).containsExactly("other [1]", "sum [1]");
  }
}
