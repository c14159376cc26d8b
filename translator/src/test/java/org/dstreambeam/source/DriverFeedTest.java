// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.source.Polling.poll;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class DriverFeedTest {

  @RegisterExtension private final Spark spark = new Spark();
  private final ManualBatchClock clock = new ManualBatchClock();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch listed = new CountDownLatch(1);

  /** Takes its time to find out what the first batch consists of, as a large directory does. */
  private final class Slow extends DriverFeed {

    Slow() {
      super(
          (org.dstreambeam.plan.SourceNode) Plans.queue(List.of(), true, null),
          new BatchGrid(clock, 0, Plans.BATCH_MILLIS),
          ReaderRounds.withoutWaiting(),
          Splits.all(1));
    }

    @Override
    List<? extends Dataset<?>> make(long batchTime) throws InterruptedException {
      asked.countDown();
      listed.await();
      return List.of(spark.rdd(List.of("file of " + batchTime)).dataset());
    }
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // a hint, nothing depends on it
  void nothingWaitsForWhatABatchOfItConsistsOf() throws Exception {
    DriverFeed slow = new Slow();
    ReceiverFeed other =
        TestFeeds.receiver(new SparkConf(false), clock, ReaderRounds.withoutWaiting(), 1);
    slow.begin();
    other.begin();
    other.add("first");
    clock.setTime(1_000);
    asked.await();
    other.add("second");
    clock.setTime(2_000);
    other.add("third");
    clock.setTime(3_000);

    assertThat(poll(other))
        .containsExactly(
            "1000/0:[first]",
            "1000 marker",
            "2000/0:[second]",
            "2000 marker",
            "3000/0:[third]",
            "3000 marker");
    assertThat(poll(slow)).isEmpty();

    listed.countDown();
    List<@Nullable Object> late = new ArrayList<>();
    while (late.size() < 6) {
      late.addAll(poll(slow));
      Thread.yield();
    }
    assertThat(late)
        .containsExactly(
            "1000/0:[file of 1000]",
            "1000 marker",
            "2000/0:[file of 2000]",
            "2000 marker",
            "3000/0:[file of 3000]",
            "3000 marker");
    slow.close();
    other.stopReceiving(Long.MAX_VALUE);
  }
}
