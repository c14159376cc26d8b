// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.stage.Blocks.block;
import static org.dstreambeam.stage.Blocks.marker;
import static org.dstreambeam.stage.Blocks.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.LongAccumulator;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordSerializer;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.fixture.OtherProcess;
import org.dstreambeam.task.AccumulatorRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple2;

/** What stages of one process add to accumulators crosses a shuffle with its blocks. */
class UpdatesTest {

  private final LongAccumulator counter = new LongAccumulator();
  private OtherProcess worker;
  private OtherProcess driver;

  @BeforeEach
  @SuppressWarnings({"NullAway", "NullAway.Init"}) // nobody asks the accumulator's context
  void start() throws Exception {
    counter.register(null, Option.empty(), false);
    worker = new OtherProcess();
    driver = new OtherProcess();
    worker.call(
        () -> {
          AccumulatorRegistry.becomeWorker();
          return true;
        });
    driver.call(
        () -> {
          AccumulatorRegistry.becomeWorker();
          AccumulatorRegistry.becomeDriver();
          return true;
        });
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
    driver.close();
  }

  @SuppressWarnings("unchecked") // the tests send pairs
  private static Shuffle<Object, Object, Object> byKey(int partitions) {
    return (Shuffle<Object, Object, Object>)
        (Shuffle<?, ?, ?>) DealShuffle.place(new HashPartitioner(partitions));
  }

  /** The map side of a shuffle on these blocks, in a process of its own: its output as bytes. */
  private static List<byte[]> written(
      TaskFunction<Function<Object, Boolean>> filter, int partitions, List<Block> blocks)
      throws IOException {
    try (BlockMemory memory = BlockMemory.open(new SparkConf(false))) {
      Task chain =
          new Task(
              (partition, records) -> {
                Function<Object, Boolean> keeps = filter.perTask();
                List<Object> kept = new ArrayList<>();
                while (records.hasNext()) {
                  Object record = records.next();
                  if (keeps.call(record)) {
                    kept.add(record);
                  }
                }
                return kept.iterator();
              },
              List.of("filter at App.java:1"),
              0);
      ShuffleWriteFn write =
          new ShuffleWriteFn(chain, "place at App.java:2", byKey(partitions), true);
      Outputs<KV<Integer, Block>> sent = new Outputs<>();
      blocks.forEach(block -> write.process(block, sent));
      List<byte[]> bytes = new ArrayList<>();
      for (KV<Integer, Block> block : sent.values()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BlockCoder(RecordSerializer.JAVA).encode(block.getValue(), out);
        bytes.add(out.toByteArray());
      }
      return bytes;
    }
  }

  /** The other side of it, for a single partition: what comes out, as text. */
  private static List<String> read(List<byte[]> sent) throws IOException {
    try (BlockMemory memory = BlockMemory.open(new SparkConf(false))) {
      List<Block> blocks = new ArrayList<>();
      for (byte[] block : sent) {
        blocks.add(new BlockCoder(RecordSerializer.JAVA).decode(new ByteArrayInputStream(block)));
      }
      Outputs<Block> out = new Outputs<>();
      new ShuffleReadFn(
              "place at App.java:2",
              received -> byKey(1).receive(List.of(Received.records(received))),
              1)
          .process(KV.of(0, blocks), out);
      return text(out.values());
    }
  }

  private static List<Block> letters() {
    return List.of(
        block(0, new Tuple2<>("a", 1), new Tuple2<>("b", 2)),
        block(1, new Tuple2<>("c", 3)),
        marker());
  }

  private static TaskFunction<Function<Object, Boolean>> counting(
      LongAccumulator counter, boolean keeps) {
    return TaskFunction.of(
        record -> {
          counter.add(1);
          return keeps;
        });
  }

  @Test
  void theyAreMergedOnceOnTheOtherSide() throws Exception {
    TaskFunction<Function<Object, Boolean>> filter = counting(counter, true);
    ArrayList<byte[]> sent = worker.call(() -> new ArrayList<>(written(filter, 1, letters())));
    LongAccumulator counter = this.counter;

    assertThat(driver.call(() -> new ArrayList<>(read(sent))))
        .containsExactly("0:[(a,1), (b,2), (c,3)]", "marker");
    assertThat(driver.call(counter::value)).isEqualTo(3);
    assertThat(worker.<byte[]>call(AccumulatorRegistry::takeUpdates)).isNull();
  }

  @Test
  void whereNoRecordGoesAnEmptyBlockTakesThemAlong() throws Exception {
    TaskFunction<Function<Object, Boolean>> filter = counting(counter, false);
    ArrayList<byte[]> sent =
        worker.call(
            () -> new ArrayList<>(written(filter, 1, List.of(letters().get(0), letters().get(2)))));
    LongAccumulator counter = this.counter;

    assertThat(sent).hasSize(2);
    assertThat(driver.call(() -> new ArrayList<>(read(sent)))).containsExactly("0:[]", "marker");
    assertThat(driver.call(counter::value)).isEqualTo(2);
  }

  @Test
  void aShuffleIntoNoPartitionLosesNone() throws Exception {
    TaskFunction<Function<Object, Boolean>> filter = counting(counter, false);
    ArrayList<byte[]> sent =
        worker.call(() -> new ArrayList<>(written(filter, 0, List.of(letters().get(0), marker()))));
    LongAccumulator counter = this.counter;

    driver.call(() -> new ArrayList<>(read(sent)));
    assertThat(driver.call(counter::value)).isEqualTo(2);
  }

  @Test
  void inAProgramOfOneProcessNothingIsAttached() throws Exception {
    TaskFunction<Function<Object, Boolean>> filter = counting(counter, false);

    assertThat(written(filter, 1, letters())).as("the marker alone").hasSize(1);
    assertThat(counter.value()).isEqualTo(3);
  }
}
