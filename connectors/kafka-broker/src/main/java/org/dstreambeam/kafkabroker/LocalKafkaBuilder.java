// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dstreambeam.kafkabroker.BrokerConfiguration.Credentials;
import org.dstreambeam.kafkabroker.BrokerConfiguration.Ports;
import org.jspecify.annotations.Nullable;

/** What is wanted of a {@link LocalKafka}. */
public final class LocalKafkaBuilder {

  private static final int MOST_BROKERS = 9;
  private static final int PORTS_PER_BROKER = 3;

  private int brokers = 1;
  private int heapMegabytes = 320;
  private @Nullable Path directory;
  private @Nullable Credentials credentials;
  private final Map<String, String> properties = new HashMap<>();

  LocalKafkaBuilder() {}

  /** How many brokers there are, from 1 to 9. Each is a controller, too. */
  public LocalKafkaBuilder brokers(int count) {
    brokers = within("brokers", count, 1, MOST_BROKERS);
    return this;
  }

  /** The heap of each broker's JVM; what the system caches of its files is not in it. */
  public LocalKafkaBuilder heap(int megabytes) {
    heapMegabytes = within("megabytes of heap", megabytes, 128, 65_536);
    return this;
  }

  /**
   * Sets a property of all brokers, as in Kafka's {@code server.properties}. Addresses, roles and
   * directories cannot be set in this way.
   *
   * @throws IllegalArgumentException if {@code key} is one of those
   */
  public LocalKafkaBuilder property(String key, String value) {
    BrokerConfiguration.refuseOwn(key);
    properties.put(key, value);
    return this;
  }

  /** Lets clients in with this user and password only: SASL_PLAINTEXT, mechanism PLAIN. */
  public LocalKafkaBuilder sasl(String user, String password) {
    credentials = new Credentials(user, password);
    return this;
  }

  /**
   * Where everything goes: a directory that does not exist, is empty, or was that of as many
   * brokers before, whose records they have again. It stays there; without one, a temporary
   * directory is deleted in the end.
   */
  public LocalKafkaBuilder directory(Path path) {
    directory = path;
    return this;
  }

  /**
   * Starts the brokers and waits until all take requests.
   *
   * @throws IllegalStateException if one ends, or if that takes longer than a minute
   */
  public LocalKafka start() {
    BrokerJvm jvm = new BrokerJvm(BrokerJvm.findLib(), heapMegabytes);
    try {
      Path root =
          directory == null
              ? Files.createTempDirectory("kafka-")
              : Files.createDirectories(directory).toAbsolutePath();
      BrokerConfiguration configuration =
          new BrokerConfiguration(pickPorts(), properties, credentials);
      LocalKafka kafka = new LocalKafka(root, directory == null, brokers, configuration, jvm);
      kafka.startOrClose();
      return kafka;
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for Kafka brokers", e);
    }
  }

  private Map<Integer, Ports> pickPorts() {
    List<Integer> free = FreePorts.pick(PORTS_PER_BROKER * brokers);
    Map<Integer, Ports> ports = new HashMap<>();
    for (int id = 1; id <= brokers; id++) {
      int first = PORTS_PER_BROKER * (id - 1);
      ports.put(id, new Ports(free.get(first), free.get(first + 1), free.get(first + 2)));
    }
    return ports;
  }

  private static int within(String what, int count, int least, int most) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(
          what + " must be from " + least + " to " + most + ", not " + count);
    }
    return count;
  }
}
