// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;
import org.junit.jupiter.api.Test;

/** How much of what waits is in a batch. Batches are a second long. */
class KafkaRatesTest extends KafkaFixture {

  private static final String MAX_RATE = "spark.streaming.kafka.maxRatePerPartition";
  private static final String MIN_RATE = "spark.streaming.kafka.minRatePerPartition";

  /** Records for each partition from 0. */
  private static String waiting(int... records) throws Exception {
    String topic = topic("t", records.length);
    for (int i = 0; i < records.length; i++) {
      send(topic, i, numbers(records[i]));
    }
    return topic;
  }

  /** The ranges of the first batches, each partition's {@code from-until}. */
  private void expect(String topic, SparkConf conf, String... ranges) throws Exception {
    try (KafkaProgram program = new KafkaProgram(conf)) {
      program.read(subscribe(topic));
      program.start();
      for (String batch : ranges) {
        assertThat(ranges(program.next())).isEqualTo(batch);
      }
    }
  }

  private static String ranges(String row) {
    return row.replaceAll("t\\d+ (\\d+-\\d+)[^;]*;?", "$1").strip();
  }

  @Test
  void theRateLimitsEachPartition() throws Exception {
    expect(
        waiting(5, 1, 0),
        Table.conf().set(MAX_RATE, "2"),
        "0-2 0-1 0-0",
        "2-4 1-1 0-0",
        "4-5 1-1 0-0",
        "5-5 1-1 0-0");
  }

  @Test
  void theLeastRateComesBeforeTheGreatest() throws Exception {
    expect(waiting(5), Table.conf().set(MAX_RATE, "1").set(MIN_RATE, "3"), "0-3", "3-5");
  }

  @Test
  void theLeastRateAloneLimitsNothing() throws Exception {
    expect(waiting(5), Table.conf().set(MIN_RATE, "3"), "0-5");
  }

  @Test
  void aRateBelowZeroLimitsNothing() throws Exception {
    expect(waiting(5), Table.conf().set(MAX_RATE, "-1"), "0-5");
  }

  /** Rates by partition. */
  private static final class Own extends PerPartitionConfig {
    private static final long serialVersionUID = 1L;
    private final Map<Integer, Long> rates;

    Own(Map<Integer, Long> rates) {
      this.rates = new TreeMap<>(rates);
    }

    @Override
    public long maxRatePerPartition(TopicPartition partition) {
      return rates.get(partition.partition());
    }
  }

  private void expect(String topic, PerPartitionConfig config, String... ranges) throws Exception {
    // What the program says itself comes before the setting.
    SparkConf conf = Table.conf().set(MAX_RATE, "100").set(MIN_RATE, "100");
    try (KafkaProgram program = new KafkaProgram(conf)) {
      program.read(
          KafkaUtils.createDirectStream(
              program.context(), LocationStrategies.PreferConsistent(), subscribe(topic), config));
      program.start();
      for (String batch : ranges) {
        assertThat(ranges(program.next())).isEqualTo(batch);
      }
    }
  }

  @Test
  void eachPartitionMayHaveARateOfItsOwn() throws Exception {
    expect(waiting(5, 5), new Own(Map.of(0, 1L, 1, 3L)), "0-1 0-3", "1-2 3-5");
  }

  /** It is not unlimited, if another has one: the least rate, 1, is what is left. */
  @Test
  void aPartitionWithoutARateBesideOneWithGetsTheLeast() throws Exception {
    expect(waiting(5, 5), new Own(Map.of(0, 0L, 1, 3L)), "0-1 0-3", "1-2 3-5");
    expect(waiting(5, 5), new Own(Map.of(0, 0L, 1, 0L)), "0-5 0-5");
  }

  private static SparkConf backpressure(int initialRate) {
    return Table.conf()
        .set("spark.streaming.backpressure.enabled", "true")
        .set("spark.streaming.backpressure.initialRate", Integer.toString(initialRate));
  }

  @Test
  void theInitialRateIsSharedByWhatWaits() throws Exception {
    expect(waiting(6, 2, 0), backpressure(4), "0-3 0-1 0-0");
  }

  @Test
  void sharesAreRoundedDownButNotBelowTheLeastRate() throws Exception {
    expect(waiting(30, 10, 1), backpressure(5), "0-3 0-1 0-1");
  }

  @Test
  void theRateOfAPartitionCapsItsShare() throws Exception {
    expect(waiting(60, 20), backpressure(40).set(MAX_RATE, "15"), "0-15 0-10");
  }

  @Test
  void withoutAnInitialRateTheFirstBatchHasItAll() throws Exception {
    expect(waiting(60, 20), backpressure(0), "0-60 0-20");
    expect(waiting(60, 20), backpressure(0).set(MAX_RATE, "15"), "0-15 0-15");
  }
}
