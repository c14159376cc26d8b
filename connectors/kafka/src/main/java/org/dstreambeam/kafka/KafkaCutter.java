// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.plan.BatchCutter;
import org.dstreambeam.rate.BackPressure;
import org.dstreambeam.rdd.Requirements;
import org.jspecify.annotations.Nullable;

/**
 * Cuts batches where the partitions end, with a consumer that is in the group, pauses all
 * partitions, and goes from end to end.
 *
 * <pre>
 *   offsets --T--> min(ends, limits) --T + b--> min(ends, limits)
 * </pre>
 *
 * <p>The range of a partition may run backwards: its log was cut off at the end. Reading it fails.
 */
final class KafkaCutter<K, V> implements BatchCutter {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  /** Kafka's own default of {@code default.api.timeout.ms}. */
  private static final long API_TIMEOUT = 60_000;

  /** What is limited by that timeout is to fail in Kafka's own words. */
  private static final long GRACE = 5_000;

  private final ConsumerStrategy<K, V> strategy;
  private final RateLimits limits;
  private final Patience patience;
  private final QueuedCommits commits = new QueuedCommits();
  private volatile long rate;

  /** Where the next batch begins, in all partitions that are known. */
  private SortedMap<TopicPartition, Long> offsets = new TreeMap<>(ORDER);

  private @Nullable Consumer<K, V> consumer;

  /**
   * @param initialRate records per second until {@link #limit} is called; 0 for any number
   */
  KafkaCutter(
      ConsumerStrategy<K, V> strategy, RateLimits limits, long initialRate, Patience patience) {
    this.strategy = strategy;
    this.limits = limits;
    this.rate = initialRate;
    this.patience = patience;
  }

  static <K, V> KafkaCutter<K, V> of(KafkaSourceNode<K, V> node, SparkConf conf) {
    Map<String, Object> params = node.executorParams();
    Object timeout = params.get(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
    return new KafkaCutter<>(
        node.strategy(),
        new RateLimits(node.config(), node.slide().milliseconds()),
        BackPressure.isEnabled(conf) ? conf.getLong(BackPressure.INITIAL_RATE, 0) : 0,
        new Patience(
            (timeout == null ? API_TIMEOUT : Long.parseLong(timeout.toString())) + GRACE,
            String.valueOf(params.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG))));
  }

  @Override
  public byte[] begin() throws Exception {
    patience.with(
        () -> {
          Consumer<K, V> opened = opened();
          Polls.withoutRecords(opened);
          offsets = positions(opened, opened.assignment());
          return offsets;
        });
    return nothing();
  }

  @Override
  public void goOn(byte[] cut) {
    offsets = new TreeMap<>(ORDER);
    for (OffsetRange range : CutCodec.read(cut)) {
      offsets.put(range.topicPartition(), range.untilOffset());
    }
  }

  /** The consumer; it begins where {@link #offsets} say. */
  private Consumer<K, V> opened() {
    Consumer<K, V> opened = consumer;
    if (opened == null) {
      opened = strategy.onStart(new TreeMap<>(offsets));
      consumer = opened;
    }
    return opened;
  }

  /** Who has begun waits out what happens to the brokers, as Spark does. */
  @Override
  public byte[] cut(long batchTime) throws Exception {
    Consumer<K, V> driver = patience.with(this::opened);
    return patience.endless(() -> cut(driver));
  }

  private byte[] cut(Consumer<K, V> driver) {
    Polls.withoutRecords(driver);
    Set<TopicPartition> assigned = driver.assignment();
    checkRevoked(assigned);
    learn(driver, assigned);
    Map<TopicPartition, Long> until = limits.until(offsets, ends(driver), rate);
    List<OffsetRange> ranges = ranges(until);
    checkCount(ranges);
    byte[] cut = CutCodec.write(ranges);
    commits.sendBy(driver);
    offsets.putAll(until);
    return cut;
  }

  private void checkRevoked(Set<TopicPartition> assigned) {
    Set<TopicPartition> revoked = new TreeSet<>(ORDER);
    revoked.addAll(offsets.keySet());
    revoked.removeAll(assigned);
    if (!revoked.isEmpty()) {
      throw new IllegalStateException(
          "Previously tracked partitions "
              + revoked.toString().replace(", ", ",")
              + " been revoked by Kafka because of consumer rebalance. This is mostly due to another"
              + " stream with same group id joined, please check if there're different streaming"
              + " application misconfigure to use same group id. Fundamentally different stream"
              + " should use different group id");
    }
  }

  /** New partitions begin at their positions, for good: the next steps move these to the ends. */
  private void learn(Consumer<K, V> driver, Set<TopicPartition> assigned) {
    List<TopicPartition> unknown = new ArrayList<>(assigned);
    unknown.removeAll(offsets.keySet());
    offsets.putAll(positions(driver, unknown));
  }

  private static SortedMap<TopicPartition, Long> positions(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    SortedMap<TopicPartition, Long> positions = new TreeMap<>(ORDER);
    for (TopicPartition partition : partitions) {
      positions.put(partition, consumer.position(partition));
    }
    return positions;
  }

  /**
   * Goes there, as Spark does: with {@code enable.auto.commit} the ends are what is committed. Of a
   * transactional topic these are the ends of what is committed to it.
   */
  private Map<TopicPartition, Long> ends(Consumer<K, V> driver) {
    if (offsets.isEmpty()) {
      return Map.of(); // of no partitions Kafka would take all
    }
    driver.seekToEnd(offsets.keySet());
    return positions(driver, offsets.keySet());
  }

  /**
   * As Spark: who is told to start behind the end has no batch before the log is that long, unless
   * other partitions make up for it. Then the task of that range fails.
   */
  private static void checkCount(List<OffsetRange> ranges) {
    Requirements.require(
        ranges.stream().mapToLong(OffsetRange::count).sum() >= 0,
        "numRecords must not be negative: some offsets to start from are behind the ends of their"
            + " partitions, "
            + ranges);
  }

  private List<OffsetRange> ranges(Map<TopicPartition, Long> until) {
    List<OffsetRange> ranges = new ArrayList<>();
    offsets.forEach(
        (partition, from) ->
            ranges.add(OffsetRange.create(partition, from, until.getOrDefault(partition, from))));
    return ranges;
  }

  @Override
  public byte[] nothing() {
    return CutCodec.write(ranges(Map.of()));
  }

  @Override
  public long records(byte[] cut) {
    long records = 0;
    for (OffsetRange range : CutCodec.read(cut)) {
      records += Math.max(0, range.count());
    }
    return records;
  }

  @Override
  public void limit(long recordsPerSecond) {
    if (recordsPerSecond > 0) {
      rate = recordsPerSecond;
    }
  }

  @Override
  public void told(Object message) {
    if (message instanceof CommitRequest request) {
      commits.add(request);
    }
  }

  @Override
  public void close() {
    patience.close();
    Consumer<K, V> open = consumer;
    consumer = null;
    if (open != null) {
      Closing.quietly(open);
    }
  }
}
