// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import kafka.utils.VerifiableProperties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.kafka.ExecutorParams;
import org.jspecify.annotations.Nullable;

/**
 * What parameters of the consumers of Kafka 0.8 mean to those of today. If a program sets the name
 * of today, too, that one wins. All others, such as those of SSL and SASL, are passed on as they
 * are.
 *
 * <table>
 * <caption>What is translated</caption>
 * <tr><th>0.8</th><th>today</th></tr>
 * <tr><td>{@code metadata.broker.list}</td><td>{@code bootstrap.servers}; it wins over that, as in Spark</td></tr>
 * <tr><td>{@code auto.offset.reset} {@code smallest}, {@code largest}</td><td>{@code earliest}, {@code latest}</td></tr>
 * <tr><td>{@code auto.commit.enable}</td><td>{@code enable.auto.commit}</td></tr>
 * <tr><td>{@code auto.commit.interval.ms}</td><td>the same; where it is not set, Kafka's 5 s rather than 60 s</td></tr>
 * <tr><td>{@code fetch.message.max.bytes}</td><td>{@code max.partition.fetch.bytes}, which no longer keeps longer messages from being read</td></tr>
 * <tr><td>{@code fetch.wait.max.ms}</td><td>{@code fetch.max.wait.ms}</td></tr>
 * <tr><td>{@code socket.timeout.ms}</td><td>{@code request.timeout.ms}</td></tr>
 * <tr><td>{@code socket.receive.buffer.bytes}</td><td>{@code receive.buffer.bytes}</td></tr>
 * <tr><td>{@code refresh.leader.backoff.ms}</td><td>{@code retry.backoff.ms}</td></tr>
 * <tr><td>{@code partition.assignment.strategy} {@code range}, {@code roundrobin}</td><td>the assignors of these names</td></tr>
 * <tr><td>{@code zookeeper.*}, {@code consumer.id}, {@code consumer.timeout.ms}, {@code num.consumer.fetchers}, {@code queued.max.message.chunks}, {@code rebalance.*}, {@code offsets.storage}, {@code dual.commit.enabled}, {@code offsets.channel.*}, {@code offsets.commit.max.retries}</td><td>nothing: a consumer waits for messages, offsets are in Kafka, and the rest is Kafka's own affair</td></tr>
 * <tr><td>{@code key.deserializer}, {@code value.deserializer}</td><td>bytes, which the program's decoders get</td></tr>
 * </table>
 */
public final class OldParams {

  static final String BROKER_LIST = "metadata.broker.list";
  static final String QUORUM = "zookeeper.connect";
  static final String GROUP = ConsumerConfig.GROUP_ID_CONFIG;
  static final String RESET = ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;

  private static final String BROKERS = ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG;
  private static final String ASSIGNOR = ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG;

  private static final Map<String, String> RENAMED =
      Map.of(
          "auto.commit.enable", ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "fetch.message.max.bytes", ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          "fetch.wait.max.ms", ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
          "socket.timeout.ms", ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          "socket.receive.buffer.bytes", ConsumerConfig.RECEIVE_BUFFER_CONFIG,
          "refresh.leader.backoff.ms", ConsumerConfig.RETRY_BACKOFF_MS_CONFIG);

  private static final Map<String, String> RENAMED_VALUES =
      Map.of(
          RESET + "=smallest",
          "earliest",
          RESET + "=largest",
          "latest",
          ASSIGNOR + "=range",
          RangeAssignor.class.getName(),
          ASSIGNOR + "=roundrobin",
          RoundRobinAssignor.class.getName());

  private static final Set<String> RESETS = Set.of("earliest", "latest", "none");

  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          BROKER_LIST,
          "consumer.id",
          "consumer.timeout.ms",
          "num.consumer.fetchers",
          "queued.max.message.chunks",
          "offsets.storage",
          "dual.commit.enabled",
          "offsets.commit.max.retries");

  private static final Set<String> GROUPS_WITHOUT_MEANING =
      Set.of("zookeeper.", "rebalance.", "offsets.channel.");

  private OldParams() {}

  /** The brokers that are named, checked; null if none are. */
  static @Nullable String brokersIn(Map<String, String> params) {
    String brokers = params.get(BROKER_LIST);
    if (brokers == null) {
      brokers = params.get(BROKERS);
    }
    return brokers == null ? null : checkedBrokers(brokers);
  }

  /**
   * @throws SparkException undeclared, unless this is a list of {@code host:port}
   */
  static String checkedBrokers(String brokers) {
    for (String broker : brokers.split(",", -1)) {
      if (!broker.contains(":")) {
        throw Rethrow.as(
            new SparkException(
                "Broker not in the correct format of <host>:<port> [" + brokers + "]"));
      }
    }
    return brokers;
  }

  /**
   * Parameters of consumers that are in no group, never commit, and find no offset by themselves.
   *
   * @throws SparkException undeclared, if there are no brokers among them
   */
  static HashMap<String, Object> withoutGroup(Map<String, String> params) {
    String brokers = brokersIn(params);
    if (brokers == null) {
      throw Rethrow.as(
          new SparkException("Must specify metadata.broker.list or bootstrap.servers"));
    }
    HashMap<String, Object> translated = translated(params, brokers);
    translated.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return ExecutorParams.withoutGroup(translated);
  }

  /**
   * Parameters of a consumer in the program's group, which stays in it however long it takes to
   * store messages: the old consumers had no {@code max.poll.interval.ms}.
   */
  static HashMap<String, Object> inGroup(Map<String, String> params, String brokers) {
    HashMap<String, Object> translated = translated(params, brokers);
    translated.putIfAbsent(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
    return translated;
  }

  private static HashMap<String, Object> translated(Map<String, String> params, String brokers) {
    HashMap<String, Object> translated = new HashMap<>();
    params.forEach(
        (key, value) -> {
          String name = RENAMED.getOrDefault(key, key);
          boolean isNewName = name.equals(key);
          if (hasMeaning(key) && (isNewName || !params.containsKey(name))) {
            translated.put(name, translatedValue(name, value));
          }
        });
    translated.put(BROKERS, brokers);
    translated.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    translated.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return translated;
  }

  private static boolean hasMeaning(String key) {
    return !WITHOUT_MEANING.contains(key)
        && GROUPS_WITHOUT_MEANING.stream().noneMatch(key::startsWith);
  }

  private static String translatedValue(String name, String value) {
    String lower = value.trim().toLowerCase(Locale.ROOT);
    String translated = RENAMED_VALUES.get(name + "=" + lower);
    if (translated != null) {
      return translated;
    }
    if (!name.equals(RESET)) {
      return value;
    }
    if (!RESETS.contains(lower)) {
      throw new IllegalArgumentException(
          "Wrong value "
              + value
              + " of auto.offset.reset in ConsumerConfig; Valid values are smallest and largest"
              + " (or earliest and latest)");
    }
    return lower;
  }

  /**
   * Whether a stream without offsets begins with the oldest messages, rather than with new ones.
   */
  static boolean fromSmallest(Map<String, String> params) {
    String reset = params.get(RESET);
    return reset != null && translatedValue(RESET, reset).equals("earliest");
  }

  /** What decoders get: the program's parameters without brokers, as in Spark. */
  static VerifiableProperties ofDecoders(Map<String, String> params) {
    Properties properties = new Properties();
    params.forEach(
        (key, value) -> {
          if (!key.equals(BROKER_LIST) && !key.equals(BROKERS)) {
            properties.setProperty(key, value);
          }
        });
    properties.putIfAbsent(QUORUM, "");
    properties.putIfAbsent(GROUP, "");
    return new VerifiableProperties(properties);
  }
}
