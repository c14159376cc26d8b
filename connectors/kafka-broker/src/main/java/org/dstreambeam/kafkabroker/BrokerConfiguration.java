// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the {@code server.properties} of the brokers: each is a controller, too.
 *
 * @param ports those of each broker, by its id
 * @param properties the caller's, which win
 */
record BrokerConfiguration(
    Map<Integer, Ports> ports, Map<String, String> properties, @Nullable Credentials credentials) {

  static final String HOST = "127.0.0.1";

  private static final String CLIENTS = "CLIENTS";
  private static final String BROKERS = "BROKERS";
  private static final String CONTROLLERS = "CONTROLLERS";

  /** What decides how the brokers are found and told apart. */
  private static final Set<String> OWN =
      Set.of(
          "process.roles",
          "node.id",
          "controller.quorum.voters",
          "listeners",
          "advertised.listeners",
          "listener.security.protocol.map",
          "inter.broker.listener.name",
          "controller.listener.names",
          "log.dirs");

  /** For leaders, groups and copies that settle within a second or two, in little memory. */
  private static final Map<String, String> SMALL_AND_QUICK =
      Map.ofEntries(
          Map.entry("broker.heartbeat.interval.ms", "200"),
          Map.entry("broker.session.timeout.ms", "1500"),
          Map.entry("controller.quorum.election.timeout.ms", "400"),
          Map.entry("controller.quorum.election.backoff.max.ms", "200"),
          Map.entry("controller.quorum.fetch.timeout.ms", "1200"),
          Map.entry("replica.lag.time.max.ms", "3000"),
          Map.entry("controlled.shutdown.retry.backoff.ms", "200"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "500"),
          Map.entry("offsets.topic.num.partitions", "3"),
          Map.entry("transaction.state.log.num.partitions", "3"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
          Map.entry("log.cleaner.backoff.ms", "500"));

  BrokerConfiguration {
    ports = Map.copyOf(ports);
    properties = Map.copyOf(properties);
  }

  static void refuseOwn(String key) {
    if (OWN.contains(key)) {
      throw new IllegalArgumentException(key + " is set by LocalKafka");
    }
  }

  /** The properties of one broker. */
  Map<String, String> of(int id, Path data) {
    Ports own = ports(id);
    Map<String, String> all = new TreeMap<>(SMALL_AND_QUICK);
    String copies = Integer.toString(Math.min(3, ports.size()));
    all.put("offsets.topic.replication.factor", copies);
    all.put("transaction.state.log.replication.factor", copies);
    if (credentials != null) {
      all.putAll(credentials.ofBroker("listener.name." + CLIENTS.toLowerCase(Locale.ROOT)));
    }
    all.putAll(properties);
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(id));
    all.put("log.dirs", data.toString());
    String open = address(CLIENTS, own.clients()) + "," + address(BROKERS, own.brokers());
    all.put("listeners", open + "," + address(CONTROLLERS, own.controllers()));
    all.put("advertised.listeners", open);
    all.put("inter.broker.listener.name", BROKERS);
    all.put("controller.listener.names", CONTROLLERS);
    all.put(
        "listener.security.protocol.map",
        CLIENTS
            + (credentials == null ? ":PLAINTEXT," : ":SASL_PLAINTEXT,")
            + BROKERS
            + ":PLAINTEXT,"
            + CONTROLLERS
            + ":PLAINTEXT");
    all.put(
        "controller.quorum.voters",
        ports.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(node -> node.getKey() + "@" + HOST + ":" + node.getValue().controllers())
            .collect(Collectors.joining(",")));
    return all;
  }

  /** Where clients find the brokers, in the order of their ids. */
  String bootstrapServers() {
    return ports.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(node -> HOST + ":" + node.getValue().clients())
        .collect(Collectors.joining(","));
  }

  private Ports ports(int id) {
    Ports own = ports.get(id);
    if (own == null) {
      throw new IllegalArgumentException("no broker " + id + ", only " + ports.keySet());
    }
    return own;
  }

  private static String address(String listener, int port) {
    return listener + "://" + HOST + ":" + port;
  }

  /** Who listens where in a broker. */
  record Ports(int clients, int brokers, int controllers) {}

  /** The one user that the brokers let in. */
  record Credentials(String user, String password) {

    private static final String MODULE =
        "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    Map<String, String> ofBroker(String listener) {
      return Map.of(
          listener + ".sasl.enabled.mechanisms",
          "PLAIN",
          listener + ".plain.sasl.jaas.config",
          MODULE + "user_" + user + "=\"" + password + "\";");
    }

    Map<String, String> ofClient() {
      return Map.of(
          "security.protocol",
          "SASL_PLAINTEXT",
          "sasl.mechanism",
          "PLAIN",
          "sasl.jaas.config",
          MODULE + "username=\"" + user + "\" password=\"" + password + "\";");
    }
  }
}
