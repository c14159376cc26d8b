// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class StreamingKeyTest {

  /** The keys of Spark 3.5, read from its sources and documentation. */
  private static final List<String> SPARK_KEYS =
      List.of(
          "backpressure.enabled",
          "backpressure.initialRate",
          "backpressure.rateEstimator",
          "backpressure.pid.proportional",
          "backpressure.pid.integral",
          "backpressure.pid.derived",
          "backpressure.pid.minRate",
          "blockInterval",
          "blockQueueSize",
          "checkpoint.directory",
          "clock",
          "manualClock.jump",
          "concurrentJobs",
          "driver.writeAheadLog.allowBatching",
          "driver.writeAheadLog.batchingTimeout",
          "driver.writeAheadLog.class",
          "driver.writeAheadLog.closeFileAfterWrite",
          "driver.writeAheadLog.maxFailures",
          "driver.writeAheadLog.rollingIntervalSecs",
          "receiver.writeAheadLog.enable",
          "receiver.writeAheadLog.class",
          "receiver.writeAheadLog.closeFileAfterWrite",
          "receiver.writeAheadLog.maxFailures",
          "receiver.writeAheadLog.rollingIntervalSecs",
          "receiver.maxRate",
          "receiver.blockStoreTimeout",
          "receiverRestartDelay",
          "dynamicAllocation.enabled",
          "dynamicAllocation.minExecutors",
          "dynamicAllocation.maxExecutors",
          "dynamicAllocation.scalingInterval",
          "dynamicAllocation.scalingUpRatio",
          "dynamicAllocation.scalingDownRatio",
          "dynamicAllocation.testing",
          "fileStream.minRememberDuration",
          "minRememberDuration",
          "gracefulStopTimeout",
          "kafka.maxRatePerPartition",
          "kafka.minRatePerPartition",
          "kafka.consumer.cache.enabled",
          "kafka.consumer.cache.initialCapacity",
          "kafka.consumer.cache.maxCapacity",
          "kafka.consumer.cache.loadFactor",
          "kafka.consumer.poll.ms",
          "kafka.allowNonConsecutiveOffsets",
          "kinesis.retry.maxAttempts",
          "kinesis.retry.waitTime",
          "sessionByKey.deltaChainThreshold",
          "stopGracefullyOnShutdown",
          "stopSparkContextByDefault",
          "ui.retainedBatches",
          "unpersist",
          "internal.batchTime",
          "internal.outputOpId");

  @Test
  void knowsEveryKeyOfSpark() {
    assertThat(StreamingKey.reasons().keySet())
        .containsExactlyInAnyOrderElementsOf(
            SPARK_KEYS.stream().map(key -> "spark.streaming." + key).toList());
  }

  @Test
  void theDocumentationSaysWhatHasAnEffectAndWhatHasNot() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "semantics.md"));
    String configuration = page.substring(page.indexOf("## Configuration"));
    for (String key : SPARK_KEYS) {
      assertThat(configuration).contains("`spark.streaming." + key + "`");
    }
  }

  @Test
  void tellsOfKeysThatAreSetAndHaveNoEffect() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.streaming.ui.retainedBatches", "5")
            .set("spark.streaming.blockInterval", "50ms")
            .set("spark.streaming.backpressure.enabled", "true")
            .set("spark.streaming.unpersist", "false");
    assertThat(StreamingKey.ignored(conf))
        .containsOnlyKeys("spark.streaming.ui.retainedBatches", "spark.streaming.unpersist")
        .containsEntry("spark.streaming.ui.retainedBatches", "there is no web UI");
  }
}
