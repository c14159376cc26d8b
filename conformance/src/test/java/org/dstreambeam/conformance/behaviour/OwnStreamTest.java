// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.checkpointsIn;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.ConstantInputDStream;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag$;

/** Input streams that a program writes itself; they need not have an RDD in each batch. */
class OwnStreamTest {

  @TempDir private Path checkpoints;

  /** Something, nothing, no RDD, and something again. */
  private static JavaDStream<Integer> numbers(Table table) {
    return OwnStream.of(table, batch(part(1, 2), part(3)), batch(), none(), batch(part(4)));
  }

  private static JavaPairDStream<String, Integer> pairs(JavaDStream<Integer> numbers) {
    return numbers.mapToPair(n -> pair("k", n));
  }

  @Test
  void withoutAnRddNothingRunsThatWouldReadIt() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = numbers(table);
          table.expect(
              "as it is", numbers, batch(part(1, 2), part(3)), batch(), none(), batch(part(4)));
          table.expect(
              "map",
              numbers.map(n -> n * 10),
              batch(part(10, 20), part(30)),
              batch(),
              none(),
              batch(part(40)));
          table.expect(
              "reduceByKey",
              pairs(numbers).reduceByKey(Integer::sum, 1),
              batch(part(pair("k", 6))),
              batch(part()),
              none(),
              batch(part(pair("k", 4))));
          table.expect(
              "reduce",
              numbers.reduce(Integer::sum),
              batch(part(6)),
              batch(part()),
              none(),
              batch(part(4)));
        });
  }

  @Test
  void windowsGoOnWithoutIt() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaDStream<Integer> numbers = numbers(table);
          table.expect(
              "window",
              numbers.window(batches(table, 2)),
              batch(part(1, 2), part(3)),
              batch(part(1, 2), part(3)),
              batch(),
              batch(part(4)),
              batch(part(4)),
              batch());
          table.expect(
              "window of sums",
              pairs(numbers)
                  .reduceByKeyAndWindow(Integer::sum, batches(table, 2), batches(table, 1)),
              batch(part(), part(pair("k", 6))),
              batch(part(), part(pair("k", 6))),
              batch(part(), part()),
              batch(part(), part(pair("k", 4))),
              batch(part(), part(pair("k", 4))),
              batch(part(), part()));
          table.expect(
              "inverse",
              pairs(numbers)
                  .reduceByKeyAndWindow(
                      Integer::sum, (x, y) -> x - y, batches(table, 2), batches(table, 1)),
              batch(part(), part(pair("k", 6))),
              batch(part(), part(pair("k", 6))),
              batch(part(), part(pair("k", 0))),
              batch(part(), part(pair("k", 4))),
              batch(part(), part(pair("k", 4))),
              batch(part(), part(pair("k", 0))));
        });
  }

  private static Optional<Integer> sum(List<Integer> values, Optional<Integer> before) {
    return Optional.of(values.stream().reduce(before.or(100), Integer::sum));
  }

  @Test
  void stateBeginsWithTheFirstAndGoesOnWithoutOthers() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaDStream<Integer> late =
              OwnStream.of(table, none(), batch(part(1)), none(), batch(part(2)));
          table.expect(
              "update",
              pairs(late).updateStateByKey((values, before) -> sum(values, before), 1),
              none(),
              batch(part(pair("k", 101))),
              batch(part(pair("k", 101))),
              batch(part(pair("k", 103))),
              batch(part(pair("k", 103))));
          table.expect(
              "update, with pairs to begin with",
              pairs(late)
                  .updateStateByKey(
                      (values, before) -> sum(values, before),
                      new org.apache.spark.HashPartitioner(1),
                      table.context().sparkContext().parallelizePairs(List.of(pair("i", 1)), 1)),
              none(),
              batch(part(pair("k", 101), pair("i", 1))),
              batch(part(pair("k", 101), pair("i", 1))),
              batch(part(pair("k", 103), pair("i", 1))),
              batch(part(pair("k", 103), pair("i", 1))));
          var mapped =
              pairs(late)
                  .mapWithState(
                      StateSpec.function(
                              (String key, Optional<Integer> value, State<Integer> state) -> {
                                int sum = (state.exists() ? state.get() : 0) + value.get();
                                state.update(sum);
                                return sum;
                              })
                          .numPartitions(1));
          table.expect("map", mapped, batch(part()), batch(part(1)), batch(part()), batch(part(3)));
          table.expect(
              "snapshots",
              mapped.stateSnapshots(),
              batch(part()),
              batch(part(pair("k", 1))),
              batch(part(pair("k", 1))),
              batch(part(pair("k", 3))));
        });
  }

  /** What the batch fails with whose second of four batches an operation has no RDD for. */
  private static void refused(
      String message, Function<Table, Function<JavaDStream<Integer>, JavaDStream<?>>> operation)
      throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    List<String> other = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              new OwnStream<Integer>(
                      table.context().ssc(), n -> n == 2 ? null : table.rdd(batch(part(n))))
                  .java();
          operation
              .apply(table)
              .apply(numbers)
              .foreachRDD((rdd, time) -> seen.add(time.milliseconds()));
          table.input(batch(part(1))).foreachRDD(rdd -> other.add("ran"));
          table.until(() -> seen.size() >= 2);
          table.afterwards(
              last ->
                  assertThatThrownBy(() -> last.context().awaitTerminationOrTimeout(60_000))
                      .isExactlyInstanceOf(SparkException.class)
                      .hasMessage(message + " " + (seen.get(0) + table.batchMillis()) + " ms"));
        });
    assertThat(seen.get(1) - seen.get(0)).isEqualTo(200);
    assertThat(other.size()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatCannotDoWithoutItFailsTheBatch() throws Exception {
    String parent = "Couldn't generate RDD from parent at time";
    refused(parent, table -> numbers -> numbers.transform(rdd -> rdd));
    refused(parent, table -> numbers -> numbers.count());
    refused(parent, table -> numbers -> numbers.repartition(2));
    refused(parent, table -> numbers -> pairs(numbers).join(pairs(numbers)).map(pair -> pair._2()));
    refused(
        parent,
        table ->
            numbers ->
                pairs(table.input(batch(part(1)))).leftOuterJoin(pairs(numbers)).map(pair -> 1));
    refused(
        "Could not generate RDD from a parent for unifying at time",
        table -> numbers -> table.input(batch(part(1))).union(numbers));
  }

  @Test
  void whatComputeThrowsCostsTheBatch() throws Exception {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          new OwnStream<Integer>(
                  table.context().ssc(),
                  n -> {
                    if (n == 2) {
                      throw new IllegalStateException("not today");
                    }
                    return table.rdd(batch(part(n)));
                  })
              .java()
              .foreachRDD(rdd -> seen.addAll(rdd.collect()));
          table.until(() -> seen.size() >= 2);
          table.afterwards(
              last ->
                  assertThatThrownBy(() -> last.context().awaitTerminationOrTimeout(60_000))
                      .isExactlyInstanceOf(IllegalStateException.class)
                      .hasMessage("not today"));
        });
    assertThat(seen).startsWith(1, 3);
  }

  @Test
  void isStartedAskedOnceABatchAndStopped() throws Exception {
    List<OwnStream<Integer>> streams = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          OwnStream<Integer> read =
              new OwnStream<>(table.context().ssc(), n -> table.rdd(batch(part(n))));
          OwnStream<Integer> unread =
              new OwnStream<>(table.context().ssc(), n -> table.rdd(batch(part(n))));
          streams.addAll(List.of(read, unread));
          table.expect("once", read.java(), batch(part(1)), batch(part(2)), batch(part(3)));
          table.expect(
              "twice", read.java().map(n -> -n), batch(part(-1)), batch(part(-2)), batch(part(-3)));
        });
    OwnStream<Integer> read = streams.get(0);
    assertThat(read.journal()).startsWith("start", "compute 1", "compute 2", "compute 3");
    assertThat(read.journal()).endsWith("stop");
    assertThat(streams.get(1).journal()).containsExactly("start", "stop");
    assertThat(read.id()).isZero();
    assertThat(streams.get(1).id()).isEqualTo(1);
    assertThat(read.slideDuration()).isEqualTo(Durations.milliseconds(100));
    assertThat(read.dependencies().isEmpty()).isTrue();
  }

  @Test
  void whatStartThrowsIsThrownByTheStartOfTheProgram() {
    JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.milliseconds(100));
    try (context) {
      OwnStream<Integer> stream =
          new OwnStream<>(context.ssc(), n -> null) {
            @Override
            public void start() {
              throw new IllegalStateException("cannot start");
            }
          };
      stream.java().print();
      assertThatThrownBy(context::start)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("cannot start");
      assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    }
  }

  /** A stream with a receiver that it makes when it is asked for it. */
  static final class OwnReceiving extends ReceiverInputDStream<String> {
    private final List<String> journal;

    OwnReceiving(StreamingContext context, List<String> journal) {
      super(context, ClassTag$.MODULE$.apply(String.class));
      this.journal = journal;
    }

    @Override
    public Receiver<String> getReceiver() {
      journal.add("receiver of " + id());
      return new Receivers.StopsAfterTwo();
    }

    @Override
    public void start() {
      journal.add("start");
    }

    @Override
    public void stop() {
      journal.add("stop");
    }
  }

  @Test
  void aReceiverIsAskedForAtTheStart() throws Exception {
    List<String> journal = new CopyOnWriteArrayList<>();
    List<String> seen = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          table.input(batch(part(1))).print();
          OwnReceiving stream = new OwnReceiving(table.context().ssc(), journal);
          JavaDStream.fromDStream(stream, ClassTag$.MODULE$.<String>apply(String.class))
              .foreachRDD(rdd -> seen.addAll(rdd.collect()));
          assertThat(journal).isEmpty();
          table.until(() -> seen.size() >= 4);
        });
    assertThat(seen).startsWith("1", "2", "1", "2");
    assertThat(journal).containsExactlyInAnyOrder("receiver of 1", "start", "stop");
  }

  @Test
  void aConstantStreamHasTheSameRddInEachBatch() throws Exception {
    Table.run(
        table -> {
          JavaRDD<Integer> rdd = table.rdd(batch(part(1), part(), part(2)));
          ConstantInputDStream<Integer> constant =
              new ConstantInputDStream<>(
                  table.context().ssc(), rdd.rdd(), ClassTag$.MODULE$.apply(Integer.class));
          JavaDStream<Integer> stream =
              JavaDStream.fromDStream(constant, ClassTag$.MODULE$.apply(Integer.class));
          table.expect(
              "constant",
              stream,
              batch(part(1), part(), part(2)),
              batch(part(1), part(), part(2)),
              batch(part(1), part(), part(2)));
          assertThatThrownBy(
                  () ->
                      new ConstantInputDStream<Integer>(
                          table.context().ssc(),
                          (RDD<Integer>) null,
                          ClassTag$.MODULE$.apply(Integer.class)))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: parameter rdd null is illegal, which will lead to NPE in the"
                      + " following transformation");
        });
  }
}
