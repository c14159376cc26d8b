// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys {@code spark.streaming.*} that Spark knows, and what becomes of them here. Who sets one
 * that has no effect is told so, once per context.
 */
public final class StreamingKey {

  private static final Logger LOG = LoggerFactory.getLogger(StreamingKey.class);

  private static final String HONOURED = "";
  private static final String CUTS =
      "what a batch has taken from a source is always recorded before it is processed";
  private static final String ONE_PROCESS = "the program runs in one process";
  private static final String LISTED =
      "consumers that wait are kept in a list, which is as long as it has to be";
  private static final String NO_KINESIS = "there is no Kinesis stream in this version";

  /** By key, why it has no effect; an empty text if it has one. */
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    put("backpressure.enabled", HONOURED);
    put("backpressure.initialRate", HONOURED);
    put("backpressure.rateEstimator", HONOURED);
    put("backpressure.pid.proportional", HONOURED);
    put("backpressure.pid.integral", HONOURED);
    put("backpressure.pid.derived", HONOURED);
    put("backpressure.pid.minRate", HONOURED);
    put("blockInterval", HONOURED);
    put("blockQueueSize", "blocks are in the stream as soon as they are complete");
    put("checkpoint.directory", HONOURED);
    put("clock", HONOURED);
    put("manualClock.jump", "a manual clock goes on from where it is set to");
    put("concurrentJobs", HONOURED);
    put("driver.writeAheadLog.allowBatching", CUTS);
    put("driver.writeAheadLog.batchingTimeout", CUTS);
    put("driver.writeAheadLog.class", CUTS);
    put("driver.writeAheadLog.closeFileAfterWrite", CUTS);
    put("driver.writeAheadLog.maxFailures", CUTS);
    put("driver.writeAheadLog.rollingIntervalSecs", CUTS);
    put("receiver.writeAheadLog.enable", HONOURED);
    put("receiver.writeAheadLog.class", "there is one kind of write-ahead log, in files");
    put("receiver.writeAheadLog.closeFileAfterWrite", HONOURED);
    put("receiver.writeAheadLog.maxFailures", HONOURED);
    put("receiver.writeAheadLog.rollingIntervalSecs", HONOURED);
    put("receiver.maxRate", HONOURED);
    put("receiver.blockStoreTimeout", HONOURED);
    put("receiverRestartDelay", HONOURED);
    put("dynamicAllocation.enabled", ONE_PROCESS);
    put("dynamicAllocation.minExecutors", ONE_PROCESS);
    put("dynamicAllocation.maxExecutors", ONE_PROCESS);
    put("dynamicAllocation.scalingInterval", ONE_PROCESS);
    put("dynamicAllocation.scalingUpRatio", ONE_PROCESS);
    put("dynamicAllocation.scalingDownRatio", ONE_PROCESS);
    put("dynamicAllocation.testing", ONE_PROCESS);
    put("fileStream.minRememberDuration", HONOURED);
    put("minRememberDuration", HONOURED);
    put("gracefulStopTimeout", HONOURED);
    put("kafka.maxRatePerPartition", HONOURED);
    put("kafka.minRatePerPartition", HONOURED);
    put("kafka.consumer.cache.enabled", HONOURED);
    put("kafka.consumer.cache.initialCapacity", LISTED);
    put("kafka.consumer.cache.maxCapacity", HONOURED);
    put("kafka.consumer.cache.loadFactor", LISTED);
    put("kafka.consumer.poll.ms", HONOURED);
    put("kafka.allowNonConsecutiveOffsets", HONOURED);
    put("kinesis.retry.maxAttempts", NO_KINESIS);
    put("kinesis.retry.waitTime", NO_KINESIS);
    put("sessionByKey.deltaChainThreshold", HONOURED);
    put("stopGracefullyOnShutdown", HONOURED);
    put("stopSparkContextByDefault", HONOURED);
    put("ui.retainedBatches", "there is no web UI");
    put(
        "unpersist",
        "batches are let go by the garbage collector, and RDDs that the program cached"
            + " stay cached");
    put("internal.batchTime", HONOURED);
    put("internal.outputOpId", HONOURED);
  }

  private StreamingKey() {}

  private static void put(String key, String reason) {
    REASONS.put("spark.streaming." + key, reason);
  }

  /** All keys, each with the reason why it has no effect, empty if it has one. */
  static Map<String, String> reasons() {
    return Map.copyOf(REASONS);
  }

  /** The keys that are set and have no effect, with the reason, in the order of the table. */
  static Map<String, String> ignored(SparkConf conf) {
    Map<String, String> ignored = new LinkedHashMap<>();
    REASONS.forEach(
        (key, reason) -> {
          if (!reason.isEmpty() && conf.contains(key)) {
            ignored.put(key, reason);
          }
        });
    return ignored;
  }

  /** Warns of each key that is set and has no effect. */
  static void warnOfIgnored(SparkConf conf) {
    ignored(conf)
        .forEach(
            (key, reason) -> LOG.warn("{} = {} has no effect: {}", key, conf.get(key), reason));
  }
}
