// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** What is not as on Spark, on purpose, each under its heading of {@code docs/differences.md}. */
class DeviationsTest {
  private static final AtomicInteger CALLS = new AtomicInteger();
  private final List<String> journal = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forgetCalls() {
    CALLS.set(0);
  }

  @Deviation("Driver functions inside the graph are called for every batch")
  @Test
  void aFunctionInsideTheGraphIsCalledOnceForABatchThatItFailed() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(batch(part(1)), batch(part(2)), batch(part(3)), batch(part(4)));
          numbers
              .transform(
                  rdd -> {
                    if (CALLS.incrementAndGet() == 2) {
                      throw new IllegalStateException("once");
                    }
                    return rdd;
                  })
              .window(Durations.milliseconds(2 * table.batchMillis()))
              .foreachRDD(rdd -> journal.add("" + rdd.collect()));
          table.until(() -> journal.size() >= 2);
          table.afterwards(done -> assertThat(journal).startsWith("[1]", "[3, 4]"));
        });
  }

  @Deviation("A stream of the program's own is asked once for each batch")
  @Test
  void aStreamWithoutAnRddIsAskedOnce() throws Exception {
    Table.run(
        table -> {
          OwnStream<Integer> stream = new OwnStream<>(table.context().ssc(), n -> null);
          stream.java().print(); // each of them asks on Spark
          stream.java().print();
          table.batches(3);
          table.afterwards(
              done ->
                  assertThat(stream.journal())
                      .startsWith("start", "compute 1", "compute 2", "compute 3"));
        });
  }

  @Deviation("Serialised bytes are read when they are stored, and not every class")
  @Test
  void aBlockThatIsNotReadIsLeftOut() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    CountDownLatch all = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serveBlocks(server, all));
      serving.setDaemon(true);
      serving.start();
      Table.run(
          table -> {
            table
                .context()
                .<String>rawSocketStream(
                    server.getInetAddress().getHostAddress(), server.getLocalPort())
                .foreachRDD(rdd -> seen.addAll(rdd.collect()));
            table.until(() -> seen.size() >= 2);
          });
      all.countDown();
      serving.join();
    }
    assertThat(seen).containsExactly("a", "b"); // on Spark the batch of what is between fails
  }

  /** Records, bytes that are none, an object of a class that nobody named, and records. */
  private static void serveBlocks(ServerSocket server, CountDownLatch all) {
    try (Socket client = server.accept();
        DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
      for (byte[] block :
          List.of(
              SocketStreamTest.serialized("a"),
              new byte[] {1, 2, 3},
              SocketStreamTest.serialized(new Properties()),
              SocketStreamTest.serialized("b"))) {
        out.writeInt(block.length);
        out.write(block);
      }
      out.flush();
      all.await();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Deviation("A state waits for a batch that failed before it")
  @Test
  void aStateFailsForeverAfterAFunctionBeforeItThatFailedOnce() throws Exception {
    Table.run(
        table -> {
          // Spark computes the batch again with the next one, and has all states then.
          table.context().sparkContext().setCheckpointDir(Directory.forStreams().toString());
          table.expect(
              "states",
              table
                  .input(batch(part(1)), batch(part(2)), batch(part(3)))
                  .mapToPair(
                      number -> {
                        if (number == 2 && CALLS.incrementAndGet() == 1) {
                          throw new IllegalStateException("once");
                        }
                        return pair("k", number);
                      })
                  .updateStateByKey(
                      (List<Integer> values, Optional<String> state) ->
                          Optional.of(state.or("") + values),
                      1),
              batch(part(pair("k", "[1]"))),
              failed(new IllegalStateException("once")),
              failed(new IllegalStateException("once")),
              failed(new IllegalStateException("once")));
        });
  }

  @Deviation("Snapshots have one order, with `checkpoint(interval)` and without")
  @Test
  void aKeyThatChangedStaysAtTheEndAlsoIfTheIntervalOfCheckpointsWasSet() throws Exception {
    Function3<String, Optional<Integer>, State<Integer>, String> function =
        (key, value, state) -> {
          state.update(value.get());
          return key;
        };
    Table.run(
        table -> {
          // Spark has a before b again in the third batch.
          table.context().sparkContext().setCheckpointDir(Directory.forStreams().toString());
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              table
                  .<String, Integer>pairs(
                      batch(part(pair("a", 1), pair("b", 2))), batch(part(pair("a", 3))))
                  .mapWithState(StateSpec.function(function).numPartitions(1));
          mapped.checkpoint(Durations.milliseconds(table.batchMillis()));
          table.expect(
              "snapshots",
              mapped.stateSnapshots(),
              batch(part(pair("a", 1), pair("b", 2))),
              batch(part(pair("b", 2), pair("a", 3))),
              batch(part(pair("b", 2), pair("a", 3))));
        });
  }

  @Deviation("`slice` finds batches of states only after `remember`")
  @Test
  void theBatchesOfAStateAreNotKeptUnlessAsked() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(Directory.forStreams().toString());
          JavaPairDStream<String, Integer> states =
              table
                  .<String, Integer>pairs(batch(part(pair("k", 1))))
                  .updateStateByKey(
                      (List<Integer> values, Optional<Integer> state) ->
                          state.isPresent() ? state : Optional.of(values.get(0)));
          states.foreachRDD(
              (rdd, time) -> {
                try {
                  journal.add("" + states.slice(time, time).size());
                } catch (RuntimeException refused) {
                  journal.add(refused.getMessage());
                }
              });
          table.afterwards(
              done ->
                  assertThat(journal.get(0))
                      .startsWith("Batch ")
                      .contains("updateStateByKey at DeviationsTest.java")
                      .contains("remember(Duration)"));
        });
  }

  @Deviation("A stage runs once per batch")
  @Test
  void aFunctionIsCalledOncePerRecordForTwoOutputsWithThreeActions() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> mapped =
              table.input(batch(part(1, 2), part(3, 4))).map(DeviationsTest::counted);
          mapped.foreachRDD(rdd -> journal.add(rdd.count() + " " + rdd.collect().size()));
          mapped.foreachRDD(rdd -> journal.add("" + rdd.count()));
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("4 4", "4");
                assertThat(CALLS).hasValue(4);
              });
        });
  }

  @Deviation("A stage runs once per batch")
  @Test
  void aFunctionIsCalledAlsoIfTheOutputRunsNoAction() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part(1, 2), part(3, 4)))
              .map(DeviationsTest::counted)
              .foreachRDD(rdd -> journal.add("no action"));
          table.afterwards(done -> assertThat(CALLS).hasValue(4));
        });
  }

  @Deviation("What a function captured is taken when the context starts")
  @Test
  void tasksDoNotSeeWhatARunningProgramChangesInWhatTheyCaptured() throws Exception {
    Table.run(
        table -> {
          int[] factor = {10};
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          table.expect("times", numbers.map(n -> n * factor[0]), batch(part(10)), batch(part(20)));
          numbers.foreachRDD(rdd -> factor[0]++);
        });
  }

  @Deviation("What a function captured is taken when the context starts")
  @Test
  void startRefusesAFunctionThatCapturedWhatCannotBeSerialisedByThen() {
    try (JavaStreamingContext context = context("local[2]")) {
      List<Object> captured = new ArrayList<>();
      context.receiverStream(new Receivers.Silent()).map(text -> text + captured).print();
      captured.add(new Plain(1));
      assertThatThrownBy(context::start)
          .isExactlyInstanceOf(SparkException.class)
          .hasMessage("Task not serializable");
    }
  }

  @Deviation("What a function captured is taken when the context starts")
  @Test
  void aFunctionOfAnRddIsTakenWhenItIsDeclared() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part(1)))
              .foreachRDD(
                  rdd -> {
                    int[] factor = {10};
                    JavaRDD<Integer> times = rdd.map(number -> number * factor[0]);
                    factor[0] = 1000;
                    journal.add("" + times.collect());
                  });
          table.afterwards(done -> assertThat(journal).startsWith("[10]"));
        });
  }

  @Deviation("`print` and `take` compute more than a prefix")
  @Test
  void printComputesOneRecordMoreThanItShowsOfEachPartition() throws Exception {
    Table.run(
        table -> {
          fortyRecords(table).map(DeviationsTest::counted).print(3);
          table.afterwards(done -> assertThat(CALLS).hasValue(16));
        });
  }

  @Deviation("`print` and `take` compute more than a prefix")
  @Test
  void takeFindsTheWholeBatchComputed() throws Exception {
    Table.run(
        table -> {
          fortyRecords(table)
              .map(DeviationsTest::counted)
              .foreachRDD(rdd -> journal.add("" + rdd.take(3)));
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("[0, 1, 2]");
                assertThat(CALLS).hasValue(40);
              });
        });
  }

  @Deviation("Records need not be serialisable")
  @Test
  void recordsThatCannotBeSerialisedPassAShuffleAndAreCollected() throws Exception {
    Table.run(
        table ->
            table.expect(
                "sums",
                table
                    .input(batch(part(1, 2), part(3)))
                    .mapToPair(number -> pair("k", new Plain(number)))
                    .reduceByKey((left, right) -> new Plain(left.number + right.number), 1),
                batch(part(pair("k", new Plain(6))))));
  }

  @Deviation("Records that cannot be copied are shared")
  @Tag("objects-of-one-process") // on Flink they pass as bytes, which these cannot
  @Test
  void twoReadersOfARecordThatHoldsAThreadHaveTheSame() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Holder> holders = table.input(batch(part("a"))).map(Holder::new);
          holders.foreachRDD(rdd -> rdd.collect().forEach(holder -> holder.text = "changed"));
          holders.foreachRDD(rdd -> rdd.collect().forEach(holder -> journal.add(holder.text)));
          table.afterwards(done -> assertThat(journal).containsExactly("changed"));
        });
  }

  @Deviation("A union decides when it is declared whether partitions are merged")
  @Test
  void aStreamWithoutPartitionsKeepsTheOthersSideBySide() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> first =
              table.pairs(batch(part(pair(1, "a"), pair(2, "b")))).reduceByKey(String::concat);
          JavaPairDStream<Integer, String> second =
              table.pairs(batch(part(pair(1, "c")))).reduceByKey(String::concat);
          JavaPairDStream<Integer, String> silent =
              table.context().receiverStream(new Receivers.Silent()).mapToPair(s -> pair(3, s));
          table.expect(
              "union",
              table.context().union(first, second, silent),
              batch(part(pair(2, "b")), part(pair(1, "a")), part(), part(pair(1, "c"))),
              batch(part(), part(), part(), part()));
        });
  }

  @Deviation("A union decides when it is declared whether partitions are merged")
  @Test
  void thePartitionerOfWhatATransformReturnsIsNotKnown() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> first =
              table
                  .pairs(batch(part(pair(1, "a"), pair(2, "b"))))
                  .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(2)));
          JavaPairDStream<Integer, String> second =
              table
                  .pairs(batch(part(pair(1, "c"))))
                  .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(2)));
          table.expect(
              "union",
              first.union(second),
              batch(part(pair(2, "b")), part(pair(1, "a")), part(), part(pair(1, "c"))),
              batch(part(), part(), part(), part()));
        });
  }

  @Deviation("Storage levels have no effect")
  @Test
  void recordsThatCannotBeSerialisedArePersistedAtTheLevelOfADisk() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part(1, 2), part(3)))
              .foreachRDD(
                  rdd -> {
                    JavaRDD<Plain> plain =
                        rdd.map(number -> new Plain(counted(number)))
                            .persist(StorageLevels.DISK_ONLY);
                    journal.add(plain.count() + " " + plain.count());
                    assertThat(plain.getStorageLevel()).isEqualTo(StorageLevels.DISK_ONLY);
                  });
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("3 3");
                assertThat(CALLS).hasValue(3);
              });
        });
  }

  @Deviation("Storage levels have no effect")
  @Test
  void aPersistedBatchIsNotUnpersisted() throws Exception {
    Table.run(
        table -> {
          List<JavaRDD<Integer>> batches = new CopyOnWriteArrayList<>();
          table
              .input(batch(part(1)))
              .foreachRDD(rdd -> batches.add(rdd.persist(StorageLevels.MEMORY_ONLY)));
          table.batches(10);
          table.afterwards(
              done ->
                  assertThat(batches.get(0).getStorageLevel())
                      .isEqualTo(StorageLevels.MEMORY_ONLY));
        });
  }

  @Deviation("A queue goes on whether its batches are read or not")
  @Test
  void aWindowWithGapsSkipsTheRddsOfTheGaps() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(
                  batch(part(1)),
                  batch(part(2)),
                  batch(part(3)),
                  batch(part(4)),
                  batch(part(5)),
                  batch(part(6)));
          table.expect(
              "window(2, 3)",
              numbers.window(
                  Durations.milliseconds(2 * table.batchMillis()),
                  Durations.milliseconds(3 * table.batchMillis())),
              none(),
              none(),
              batch(part(2), part(3)),
              none(),
              none(),
              batch(part(5), part(6)));
        });
  }

  @Deviation("A receiver does not occupy a thread")
  @Test
  void aReceiverRunsBesideItsBatchesWithOneThread() throws Exception {
    SparkConf oneThread =
        Table.conf()
            .setMaster("local[1]")
            .set("spark.streaming.clock", "org.apache.spark.util.SystemClock");
    Table.run(
        oneThread,
        table -> {
          table
              .context()
              .receiverStream(new Receivers.StopsAfterTwo())
              .foreachRDD(rdd -> journal.addAll(rdd.collect()));
          table.until(() -> journal.size() >= 2);
          table.afterwards(done -> assertThat(journal).startsWith("1", "2"));
        });
  }

  @Deviation("A receiver that cannot be serialised fails `start()`")
  @Test
  void startRefusesAReceiverThatHoldsAThread() {
    try (JavaStreamingContext context = context("local[2]")) {
      context.receiverStream(new Receivers.HoldsAThread()).print();
      assertThatThrownBy(context::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("HoldsAThread");
      assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    }
  }

  @Deviation("A write-ahead log without a checkpoint directory fails `start()`")
  @Test
  void startRefusesAWriteAheadLogWithoutADirectory() {
    SparkConf conf = Table.conf().set("spark.streaming.receiver.writeAheadLog.enable", "true");
    try (JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1))) {
      context.receiverStream(new Receivers.Silent()).print();
      assertThatThrownBy(context::start)
          .isExactlyInstanceOf(SparkException.class)
          .hasMessage(
              "Cannot enable receiver write-ahead log without checkpoint directory set. Please use"
                  + " streamingContext.checkpoint() to set the checkpoint directory. See"
                  + " documentation for more details.");
      assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    }
  }

  @Deviation("A master without a runner is refused by `start()`")
  @Test
  void startRefusesYarn() {
    try (JavaStreamingContext context = context("yarn")) {
      context.receiverStream(new Receivers.Silent()).print();
      assertThatThrownBy(context::start)
          .isInstanceOf(RuntimeException.class)
          .hasMessage(
              "No runner for master 'yarn': use local, local[n], local[*] or flink://host:port, and"
                  + " have a runner for it on the class path");
    }
  }

  @Deviation("The manual clock has another class")
  @Test
  void sparksManualClockIsANameAndNoClass() {
    String name = "org.apache.spark.util.ManualClock";
    SparkConf manual = Table.conf().set("spark.streaming.clock", name);
    try (JavaStreamingContext context =
        new JavaStreamingContext(manual, Durations.milliseconds(100))) {
      context.receiverStream(new Receivers.Silent()).print();
      context.start();
      assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
    }
    assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
  }

  @Deviation("A null function fails when it is declared")
  @Test
  void mapOfNullIsRefusedAndForeachRddOfNullIsNot() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")));
          assertThatThrownBy(() -> words.map(null)).isInstanceOf(NullPointerException.class);
          assertThatThrownBy(() -> words.filter(null)).isInstanceOf(NullPointerException.class);
          words.foreachRDD((VoidFunction<JavaRDD<String>>) null);
          table.afterwards(
              done ->
                  assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                      .isInstanceOf(NullPointerException.class));
        });
  }

  @Deviation("A `StackOverflowError` in a task does not end the JVM")
  @Test
  void aRecursionThatIsTooDeepFailsItsBatch() throws Exception {
    Table.run(
        table ->
            table.expect(
                "depth",
                table.input(batch(part(-1)), batch(part(3))).map(DeviationsTest::depth),
                failed(new StackOverflowError()),
                batch(part(3))));
  }

  @Deviation("An `OutOfMemoryError` in a task ends the pipeline")
  @Test
  void awaitTerminationThrowsTheErrorOfATaskThatRanOutOfMemory() {
    try (JavaStreamingContext context = context("local[2]")) {
      Queue<JavaRDD<Integer>> queue = new LinkedList<>();
      queue.add(context.sparkContext().parallelize(List.of(1)));
      context
          .queueStream(queue)
          .map(
              number -> {
                throw new OutOfMemoryError("by hand");
              })
          .foreachRDD(rdd -> {});
      context.start();
      assertThatThrownBy(() -> context.awaitTerminationOrTimeout(30_000))
          .isExactlyInstanceOf(OutOfMemoryError.class)
          .hasMessage("by hand");
    }
  }

  @Deviation("Errors thrown by a driver function are reported")
  @Test
  void awaitTerminationThrowsTheErrorOfADriverFunction() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part("a")))
              .foreachRDD(
                  rdd -> {
                    throw new NoClassDefFoundError("lost");
                  });
          table.afterwards(
              done ->
                  assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                      .isInstanceOf(NoClassDefFoundError.class)
                      .hasMessage("lost"));
        });
  }

  @Deviation("`stop()` inside an output operation stops")
  @Test
  void anOutputThatStopsItsContextLeavesItStopped() throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    try (JavaStreamingContext context = context("local[2]")) {
      context
          .receiverStream(new Receivers.Silent())
          .foreachRDD(
              rdd -> {
                context.stop(false);
                returned.countDown();
              });
      context.start();
      assertThat(context.awaitTerminationOrTimeout(30_000)).isTrue();
      assertThat(returned.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    }
  }

  @Deviation("The RDD of a batch is not the queue's RDD")
  @Test
  void theRddOfAQueueHasAnotherIdInItsBatch() throws Exception {
    Table.run(
        table -> {
          JavaRDD<String> queued = table.rdd(batch(part("a"))).setName("queued");
          JavaDStream<String> stream = table.context().queueStream(table.queue(), true, queued);
          stream.foreachRDD(rdd -> journal.add((rdd.id() == queued.id()) + " " + rdd.name()));
          table.afterwards(done -> assertThat(journal).startsWith("false null"));
        });
  }

  @Deviation("The RDD of a batch is not the queue's RDD")
  @Test
  void theRddOfAQueueHasNeitherPartitionerNorLevelInItsBatch() throws Exception {
    Table.run(
        table -> {
          JavaRDD<Tuple2<String, Integer>> queued =
              table
                  .rdd(batch(part(pair("a", 1))))
                  .mapToPair(pair -> pair)
                  .reduceByKey(Integer::sum)
                  .mapPartitions(pairs -> pairs, true)
                  .persist(StorageLevels.MEMORY_ONLY);
          assertThat(queued.partitioner().isPresent()).isTrue();
          JavaDStream<Tuple2<String, Integer>> stream =
              table.context().queueStream(table.queue(), true, queued);
          stream.foreachRDD(
              rdd ->
                  journal.add(
                      rdd.partitioner().isPresent()
                          + " "
                          + rdd.getStorageLevel().equals(StorageLevels.NONE)));
          table.afterwards(done -> assertThat(journal).startsWith("false true"));
        });
  }

  @Deviation("`collectAsMap` needs no shuffle")
  @Test
  void collectAsMapTakesPairsAsTheyAre() throws Exception {
    Table.run(
        table -> {
          table
              .pairs(batch(part(pair("a", 1)), part(pair("a", 2))))
              .foreachRDD(rdd -> journal.add("" + rdd.collectAsMap()));
          table.afterwards(done -> assertThat(journal).startsWith("{a=2}"));
        });
  }

  @Deviation("Few settings have an effect")
  @Test
  void aSettingThatIsNotKnownIsKeptAndIgnored() throws Exception {
    Table.run(
        Table.conf().set("spark.streaming.backpressure.enabled", "neither true nor false"),
        table -> {
          table.expect("runs", table.input(batch(part("a"))), batch(part("a")));
          assertThat(
                  table
                      .context()
                      .sparkContext()
                      .getConf()
                      .get("spark.streaming.backpressure.enabled"))
              .isEqualTo("neither true nor false");
        });
  }

  private static JavaStreamingContext context(String master) {
    return new JavaStreamingContext(Table.conf().setMaster(master), Durations.milliseconds(100));
  }

  private static JavaDStream<Integer> fortyRecords(Table table) {
    return table.input(batch(numbers(0, 10), numbers(10, 20), numbers(20, 30), numbers(30, 40)));
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Deviation("Records that a reader of files uses again are copied")
  @Test
  void writablesCanBeCollectedAndShuffled(@TempDir Path parent) throws Exception {
    Path file = Files.writeString(parent.resolve("text"), "a\nb\na");
    Table.run(
        table -> {
          JavaPairRDD<LongWritable, Text> lines =
              table
                  .context()
                  .sparkContext()
                  .hadoopFile(
                      file.toString(), TextInputFormat.class, LongWritable.class, Text.class, 1);
          assertThat(lines.collect().toString()).isEqualTo("[(0,a), (2,b), (4,a)]");
          assertThat(lines.take(2).toString()).isEqualTo("[(0,a), (2,b)]");
          assertThat(
                  lines
                      .mapToPair(line -> pair(line._2(), 1))
                      .reduceByKey(Integer::sum, 1)
                      .collectAsMap())
              .containsOnly(entry(new Text("a"), 2), entry(new Text("b"), 1));
        });
  }

  private static Integer counted(Integer number) {
    CALLS.incrementAndGet();
    return number;
  }

  private static Integer depth(Integer number) {
    return number == 0 ? 0 : 1 + depth(number - 1);
  }

  /** Equal by its number; not serialisable. */
  private static final class Plain {
    private final int number;

    Plain(int number) {
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Plain plain && plain.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }

    @Override
    public String toString() {
      return "plain " + number;
    }
  }

  private static final class Holder implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused") // is why the record cannot be copied
    private final Thread thread = Thread.currentThread();

    private String text;

    Holder(String text) {
      this.text = text;
    }
  }

  @Deviation("`repartition` into no partitions is refused at once")
  @Test
  void repartitionIntoNoPartitionsIsRefusedAtOnce() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a")));
          assertThatThrownBy(() -> words.repartition(0))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Number of partitions (0) must be positive.");
          table.expect("words", words, batch(part("a")));
        });
  }

  @Deviation("Driver functions inside the graph are called for every batch")
  @Test
  void aBatchThatAFunctionFailedOnceIsMissedByAllWindowsWithAnInverse(@TempDir Path checkpoints)
      throws Exception {
    CountDownLatch fiveBatches = new CountDownLatch(5);
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.seconds(1))) {
      context.sparkContext().setCheckpointDir(checkpoints.toString());
      Queue<JavaRDD<Integer>> queue = new LinkedList<>();
      queue.add(context.sparkContext().parallelize(List.of(1)));
      context
          .queueStream(queue)
          .transform(
              rdd -> {
                fiveBatches.countDown();
                if (CALLS.incrementAndGet() == 2) {
                  throw new IllegalStateException("once");
                }
                return rdd;
              })
          .reduceByWindow(Integer::sum, (x, y) -> x - y, Durations.seconds(1), Durations.seconds(1))
          .foreachRDD(rdd -> journal.add("" + rdd.collect()));
      context.start();
      fiveBatches.await();
      context.stop();
    }
    assertThat(journal).containsExactly("[1]");
  }
}
