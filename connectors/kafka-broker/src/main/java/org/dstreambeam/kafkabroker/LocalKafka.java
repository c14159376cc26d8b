// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Kafka brokers on the loopback address, each a JVM of its own that can be killed and started anew.
 *
 * <pre>
 *   try (LocalKafka kafka = LocalKafka.builder().brokers(3).start()) {
 *     kafka.createTopic("words", 4);
 *     try (RecordWriter words = kafka.records("words")) {
 *       words.send(0, "key", "value").flush();
 *     }
 *     read(kafka.clientProperties());
 *     kafka.broker(kafka.leader("words", 0)).kill();
 *   }
 * </pre>
 *
 * <p>Methods return when what they do is done, and throw {@link IllegalStateException} with the
 * reason when that takes longer than a minute. {@link #close()} leaves no process behind, nor does
 * the end of this JVM, even by {@code kill -9}.
 *
 * <p><b>Where Kafka is.</b> Who depends on this module gets Kafka's clients on the class path, but
 * no broker; the processes have a class path of their own, {@code
 * connectors/kafka-broker/target/broker/lib}, which the module's build fills in the phase {@code
 * process-resources}. Tests of other modules take a dependency of scope {@code test} on {@code
 * dstream-beam-kafka-broker} and need nothing else: the root pom hands them the place in the system
 * property {@code kafka.broker.lib}. Without the property it is looked for beside the folder or jar
 * that this class is loaded from, which is right in an IDE.
 */
public final class LocalKafka implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final int MOST_COPIES = 3;

  private final Path root;
  private final boolean deletesDirectory;
  private final int count;
  private final BrokerConfiguration configuration;
  private final BrokerJvm jvm;
  private final Map<Integer, KafkaProcess> processes = new ConcurrentSkipListMap<>();
  private final Thread end = new Thread(this::end, "kafka-end");
  private volatile @Nullable KafkaAdministration administration;
  private boolean closed;

  LocalKafka(
      Path root,
      boolean deletesDirectory,
      int count,
      BrokerConfiguration configuration,
      BrokerJvm jvm) {
    this.root = root;
    this.deletesDirectory = deletesDirectory;
    this.count = count;
    this.configuration = configuration;
    this.jvm = jvm;
  }

  /** One broker, which lets everybody in, in a new temporary directory. */
  public static LocalKafkaBuilder builder() {
    return new LocalKafkaBuilder();
  }

  /** Host and port of each broker, in the order of their ids, with commas between. */
  public String bootstrapServers() {
    return configuration.bootstrapServers();
  }

  /** What any client needs to come in: the caller's own map, to be added to. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrapServers());
    if (configuration.credentials() != null) {
      properties.putAll(configuration.credentials().ofClient());
    }
    return properties;
  }

  /** Kafka's own client for all that has no method here. It ends with this object. */
  public Admin admin() {
    return administration().admin();
  }

  /** The last life of each broker, dead or alive, in the order of their ids. */
  public List<KafkaProcess> brokers() {
    return List.copyOf(processes.values());
  }

  /**
   * The last life of one broker, dead or alive.
   *
   * @param id from 1 to the number of brokers
   */
  public KafkaProcess broker(int id) {
    KafkaProcess process = processes.get(id);
    if (process == null) {
      throw new IllegalArgumentException("no broker " + id + ", only " + processes.keySet());
    }
    return process;
  }

  /** Starts a broker again that has ended, on the ports and with the records it had. */
  public synchronized KafkaProcess startBroker(int id) {
    if (broker(id).isAlive()) {
      throw new IllegalStateException("alive already: " + broker(id));
    }
    KafkaProcess started = launch(id);
    awaitReady(started);
    return started;
  }

  /** Creates a topic with a copy of each partition on each broker, but on three at most. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Math.min(MOST_COPIES, count));
  }

  /** Creates a topic with copies of each partition on so many brokers. */
  public void createTopic(String name, int partitions, int replication) {
    createTopic(name, partitions, replication, Map.of());
  }

  /**
   * Creates a topic with Kafka's settings of topics, {@code cleanup.policy} for one.
   *
   * @throws IllegalArgumentException if there are fewer brokers than copies of each partition
   */
  public void createTopic(
      String name, int partitions, int replication, Map<String, String> configs) {
    if (replication < 1 || replication > count) {
      throw new IllegalArgumentException(
          "no topic " + name + " with copies on " + replication + " of " + count + " brokers");
    }
    administration().createTopic(name, partitions, replication, configs);
  }

  /**
   * Adds partitions to a topic.
   *
   * @param total how many it then has
   */
  public void addPartitions(String topic, int total) {
    administration().addPartitions(topic, total);
  }

  /** Deletes a topic with its records. */
  public void deleteTopic(String name) {
    administration().deleteTopic(name);
  }

  /** The id of the broker that leads a partition, or -1 while none does. */
  public int leader(String topic, int partition) {
    return administration().leader(topic, partition);
  }

  /** Makes a broker the leader of a partition; one that has no copy gets that of another. */
  public void moveLeader(String topic, int partition, int toBroker) {
    administration().moveLeader(topic, partition, broker(toBroker).id());
  }

  /** Writes records to a topic; to be closed by the caller. */
  public RecordWriter records(String topic) {
    return new RecordWriter(clientProperties(), topic);
  }

  /** Writes records to a topic in transactions; to be closed by the caller. */
  public RecordWriter transactionalRecords(String topic) {
    Map<String, Object> properties = clientProperties();
    properties.put("transactional.id", topic + "-" + Uuid.randomUuid());
    return new RecordWriter(properties, topic);
  }

  /**
   * Ends all processes by SIGKILL, which Kafka's files endure, and returns when they are gone. A
   * directory that was not named by the caller is deleted.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook does its work beside ours.
    }
    KafkaAdministration open = administration;
    if (open != null) {
      open.close();
    }
    end();
  }

  private void end() {
    brokers().forEach(KafkaProcess::killNow);
    brokers().forEach(KafkaProcess::kill);
    if (deletesDirectory) {
      delete();
    }
  }

  synchronized void startOrClose() {
    Runtime.getRuntime().addShutdownHook(end);
    try {
      format();
      IntStream.rangeClosed(1, count).forEach(this::launch);
      brokers().forEach(this::awaitReady);
      // Not before: it would warn of each broker that is not there yet.
      administration = new KafkaAdministration(clientProperties());
      administration().awaitBrokers(count);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private KafkaAdministration administration() {
    KafkaAdministration started = administration;
    if (started == null) {
      throw new IllegalStateException("the Kafka brokers in " + root + " are not up");
    }
    return started;
  }

  private void format() {
    try {
      NodeDirectory first = node(1);
      String clusterId = first.isFormatted() ? first.clusterId() : Uuid.randomUuid().toString();
      for (int id = 1; id <= count; id++) {
        if (!node(id).isFormatted()) {
          node(id).format(clusterId, id);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare Kafka brokers in " + root, e);
    }
  }

  private KafkaProcess launch(int id) {
    if (closed) {
      throw new IllegalStateException("the Kafka brokers in " + root + " are closed");
    }
    NodeDirectory node = node(id);
    try {
      Files.deleteIfExists(node.ready());
      node.configure(configuration.of(id, node.data()));
      KafkaProcess started = new KafkaProcess(id, jvm.start(node), node);
      processes.put(id, started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start broker " + id + " in " + root, e);
    }
  }

  private void awaitReady(KafkaProcess process) {
    boolean decided = Polling.until(START, () -> process.isReady() || !process.isAlive());
    if (!process.isReady()) {
      String what = decided ? " has ended" : " is not ready after " + START.toSeconds() + " s";
      throw new IllegalStateException(process + what + process.logTail());
    }
  }

  private NodeDirectory node(int id) {
    return new NodeDirectory(root.resolve("node-" + id));
  }

  private void delete() {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root, e);
    }
  }
}
