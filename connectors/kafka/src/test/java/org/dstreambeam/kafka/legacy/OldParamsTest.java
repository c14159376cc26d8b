// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import kafka.utils.VerifiableProperties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What old parameters become. */
class OldParamsTest {

  private static final String BROKERS = "a:1,b:2";

  @ParameterizedTest
  @CsvSource({
    "auto.offset.reset,           smallest,   auto.offset.reset,             earliest",
    "auto.offset.reset,           Largest,    auto.offset.reset,             latest",
    "auto.offset.reset,           Earliest,   auto.offset.reset,             earliest",
    "auto.commit.enable,          false,      enable.auto.commit,            false",
    "auto.commit.interval.ms,     7,          auto.commit.interval.ms,       7",
    "fetch.message.max.bytes,     9,          max.partition.fetch.bytes,     9",
    "fetch.wait.max.ms,           9,          fetch.max.wait.ms,             9",
    "socket.timeout.ms,           9,          request.timeout.ms,            9",
    "socket.receive.buffer.bytes, 9,          receive.buffer.bytes,          9",
    "refresh.leader.backoff.ms,   9,          retry.backoff.ms,              9",
    "partition.assignment.strategy, roundrobin, partition.assignment.strategy,"
        + " org.apache.kafka.clients.consumer.RoundRobinAssignor",
    "partition.assignment.strategy, com.example.Own, partition.assignment.strategy, com.example.Own",
    "sasl.jaas.config,            own,        sasl.jaas.config,              own",
    "client.id,                   me,         client.id,                     me"
  })
  void aParameterHasItsNameOfToday(String key, String value, String name, String translated) {
    assertThat(OldParams.inGroup(Map.of(key, value), BROKERS)).containsEntry(name, translated);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata.broker.list",
        "zookeeper.connect",
        "zookeeper.session.timeout.ms",
        "consumer.timeout.ms",
        "rebalance.max.retries",
        "offsets.storage",
        "offsets.channel.backoff.ms",
        "num.consumer.fetchers"
      })
  void whatMeansNothingAnyMoreIsLeftOut(String key) {
    assertThat(OldParams.inGroup(Map.of(key, "1"), BROKERS))
        .isEqualTo(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                BROKERS,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Integer.MAX_VALUE));
  }

  @Test
  void theNameOfTodayWinsWhicheverComesFirst() {
    Map<String, String> params = new TreeMap<>();
    params.put("auto.commit.enable", "true");
    params.put("enable.auto.commit", "false");
    params.put("max.partition.fetch.bytes", "5");
    params.put("fetch.message.max.bytes", "4");

    assertThat(OldParams.inGroup(params, BROKERS))
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("max.partition.fetch.bytes", "5");
  }

  @Test
  void consumersOfDirectStreamsAreInNoGroupAndCommitNothing() {
    Map<String, String> params = new HashMap<>();
    params.put("metadata.broker.list", BROKERS);
    params.put("bootstrap.servers", "other:1");
    params.put("group.id", "g");
    params.put("auto.commit.enable", "true");
    params.put("auto.offset.reset", "smallest");

    assertThat(OldParams.withoutGroup(params))
        .containsEntry("bootstrap.servers", BROKERS)
        .doesNotContainKey("group.id")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("allow.auto.create.topics", false);
  }

  @Test
  void brokersHaveToBeThereWithTheirPorts() {
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> OldParams.withoutGroup(Map.of("zookeeper.connect", "zk:2181")))
        .withMessage("Must specify metadata.broker.list or bootstrap.servers");
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> OldParams.withoutGroup(Map.of("bootstrap.servers", "a:1,b")))
        .withMessage("Broker not in the correct format of <host>:<port> [a:1,b]");
  }

  @Test
  void newMessagesOnlyUnlessTheProgramSaysSmallest() {
    assertThat(OldParams.fromSmallest(Map.of())).isFalse();
    assertThat(OldParams.fromSmallest(Map.of("auto.offset.reset", "largest"))).isFalse();
    assertThat(OldParams.fromSmallest(Map.of("auto.offset.reset", "SMALLEST"))).isTrue();
    assertThat(OldParams.fromSmallest(Map.of("auto.offset.reset", "earliest"))).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OldParams.fromSmallest(Map.of("auto.offset.reset", "oldest")))
        .withMessage(
            "Wrong value oldest of auto.offset.reset in ConsumerConfig; Valid values are smallest"
                + " and largest (or earliest and latest)");
  }

  @Test
  void decodersSeeWhatTheProgramHasSet() {
    VerifiableProperties properties =
        OldParams.ofDecoders(Map.of("metadata.broker.list", BROKERS, "serializer.encoding", "X"));

    assertThat(properties.props())
        .isEqualTo(Map.of("serializer.encoding", "X", "zookeeper.connect", "", "group.id", ""));
  }
}
