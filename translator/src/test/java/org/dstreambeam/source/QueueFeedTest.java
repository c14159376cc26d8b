// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.source.Polling.poll;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueFeedTest {

  @RegisterExtension private final Spark spark = new Spark();
  private final ManualBatchClock clock = new ManualBatchClock();

  @Test
  void takesOneRddABatchThenTheDefault() {
    BlockFeed feed =
        feed(
            List.of(spark.rdd(List.of("a"), List.of("b")), spark.rdd(List.of("c"))),
            true,
            spark.rdd(List.of("default")));

    clock.setTime(4000);

    assertThat(poll(feed))
        .containsExactly(
            "1000/0:[a]",
            "1000/1:[b]",
            "1000 marker",
            "2000/0:[c]",
            "2000 marker",
            "3000/0:[default]",
            "3000 marker",
            "4000/0:[default]",
            "4000 marker");
  }

  @Test
  void takesAllRddsInTheFirstBatchTheirPartitionsOneAfterAnother() {
    BlockFeed feed =
        feed(
            List.of(spark.rdd(List.of("a"), List.of()), spark.rdd(), spark.rdd(List.of("c"))),
            false,
            spark.rdd(List.of()));

    clock.setTime(2000);

    assertThat(poll(feed))
        .containsExactly(
            "1000/0:[a]", "1000/1:[]", "1000/2:[c]", "1000 marker", "2000/0:[]", "2000 marker");
  }

  @Test
  void withoutADefaultTheBatchesHaveNoPartitions() {
    BlockFeed feed = feed(List.of(), true, null);

    clock.setTime(2000);

    assertThat(poll(feed)).containsExactly("1000 marker", "2000 marker");
  }

  @Test
  void hasNothingBeforeTheFirstBatchIsDue() {
    BlockFeed feed = feed(List.of(spark.rdd(List.of("a"))), true, null);

    clock.setTime(999);

    assertThat(poll(feed)).isEmpty();
  }

  @Test
  void computesThePartitionsWhenTheyAreReadAndNotWhenTheyAreTaken() {
    List<Object> computed = new ArrayList<>();
    RDD<?> rdd =
        new RDD<>(
            spark
                .rdd(List.of("a"))
                .dataset()
                .narrow(
                    (partition, records) -> {
                      computed.add(partition);
                      return records;
                    },
                    false));
    BlockFeed feed = feed(List.of(rdd), true, null);
    clock.setTime(1000);

    Iterable<?> records = java.util.Objects.requireNonNull(feed.poll(0)).records();
    assertThat(computed).isEmpty();

    assertThat(records).hasSize(1);
    assertThat(computed).isNotEmpty();
  }

  @Test
  void takesNothingFromTheQueueAfterTheLastBatch() {
    BlockFeed feed = feed(List.of(spark.rdd(List.of("a")), spark.rdd(List.of("b"))), true, null);

    feed.finishAfter(1000);
    clock.setTime(5000);

    assertThat(poll(feed)).containsExactly("1000/0:[a]", "1000 marker");
  }

  private BlockFeed feed(List<RDD<?>> queue, boolean oneAtATime, @Nullable RDD<?> defaultRdd) {
    return new QueueFeed(
        Plans.queue(queue, oneAtATime, defaultRdd),
        new BatchGrid(clock, 0, Plans.BATCH_MILLIS),
        new ReaderRounds(),
        Splits.all(1));
  }
}
