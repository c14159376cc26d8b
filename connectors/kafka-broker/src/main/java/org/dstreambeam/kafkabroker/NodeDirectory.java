// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * The files of one broker.
 *
 * <pre>
 *   server.properties
 *   data/                   records, offsets of groups, the cluster's metadata
 *   data/meta.properties    which broker of which cluster it is
 *   log                     what it logs, in all its lives
 *   ready                   while it takes requests
 * </pre>
 */
record NodeDirectory(Path root) {

  Path serverProperties() {
    return root.resolve("server.properties");
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("log");
  }

  Path ready() {
    return root.resolve("ready");
  }

  private Path metaProperties() {
    return data().resolve("meta.properties");
  }

  /** Whether a broker has been here before. */
  boolean isFormatted() {
    return Files.isRegularFile(metaProperties());
  }

  /**
   * Makes it the directory of a new broker, which is what Kafka's storage tool would do.
   *
   * @param clusterId the same for all brokers of a cluster
   */
  void format(String clusterId, int nodeId) throws IOException {
    Files.createDirectories(data());
    write(
        metaProperties(),
        Map.of(
            "version",
            "1",
            "cluster.id",
            clusterId,
            "node.id",
            Integer.toString(nodeId),
            "directory.id",
            Uuid.randomUuid().toString()));
  }

  /** The cluster whose broker has been here. */
  String clusterId() throws IOException {
    Properties meta = new Properties();
    try (BufferedReader reader = Files.newBufferedReader(metaProperties())) {
      meta.load(reader);
    }
    return meta.getProperty("cluster.id", "");
  }

  void configure(Map<String, String> properties) throws IOException {
    write(serverProperties(), properties);
  }

  private static void write(Path file, Map<String, String> values) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }
}
