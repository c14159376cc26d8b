// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.source.BlockFeed;
import org.dstreambeam.source.LocalProgram;
import org.dstreambeam.source.LocalPrograms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ReceiverSourceTranslatorTest {

  private static CountDownLatch stored = new CountDownLatch(1); // copies share only statics

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void readsWhatTheReceiverStoresAndNoPartitionWhereItStoresNothing() throws Exception {
    stored = new CountDownLatch(1);
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> lines =
        new JavaStreamingContext(program.context()).receiverStream(new ThreeBlocks());
    List<List<List<Object>>> out = program.record(lines.map(line -> line + "!"));
    assertThat(program.transforms())
        .containsExactly("receiverStream-1", "receiverStream-1 batches", "foreachRDD-1", "driver");
    ManualBatchClock clock = new ManualBatchClock();
    LocalProgram local = program.register(clock);
    BlockFeed feed = requireNonNull(local.feeds().get("receiverStream-1"));

    feed.begin();
    try {
      assertThat(stored.await(30, TimeUnit.SECONDS)).isTrue();
      PipelineResult result = program.run(local, clock, 2);
      result.waitUntilFinish();
      assertThat(((BatchRunner) local.batches()).stop(TimeUnit.SECONDS.toMillis(30))).isTrue();
    } finally {
      feed.stopReceiving(TimeUnit.SECONDS.toMillis(30));
      LocalPrograms.unregister(local.id());
    }

    assertThat(out)
        .containsExactly(List.of(List.of("b!", "c!"), List.of("d!"), List.of("a!")), List.of());
  }

  private static final class ThreeBlocks extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    ThreeBlocks() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {
      store("a");
      store(Arrays.asList("b", "c").iterator());
      store(List.of("d").iterator());
      stored.countDown();
    }

    @Override
    public void onStop() {}
  }
}
