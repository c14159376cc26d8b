// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExactlyOnceWordCountTest {

  private static LocalKafka kafka;

  @TempDir private Path directory;
  private String url;

  @BeforeAll
  static void startBroker() {
    kafka = LocalKafka.builder().start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void nameDatabase() {
    url = "jdbc:h2:" + directory.resolve("words") + ";DB_CLOSE_DELAY=-1";
  }

  @Test
  void goesOnWhereItsOutputEnds() throws Exception {
    write("tides", "the sea", "the sea and");
    CompletableFuture<Void> first = start("tides");
    awaitWords(first, Map.of("the", 2L, "sea", 2L, "and", 1L));
    stop(first);

    write("tides", "the land");
    CompletableFuture<Void> second = start("tides");
    awaitWords(second, Map.of("the", 3L, "sea", 2L, "and", 1L, "land", 1L));
    stop(second);
    assertThat(offsets()).containsEntry(new TopicPartition("tides", 0), 3L);
  }

  @Test
  void whatCannotBeStoredAsAWholeIsNotStoredAtAll() throws Exception {
    write("words", "short");
    CompletableFuture<Void> program = start("words");
    awaitWords(program, Map.of("short", 1L));

    write("words", "short " + "x".repeat(101));
    assertThat(program.handle((done, failure) -> failure).get())
        .isInstanceOf(CompletionException.class)
        .hasStackTraceContaining("SQL");
    stop(program);

    assertThat(words()).containsExactlyEntriesOf(Map.of("short", 1L));
    assertThat(offsets()).containsEntry(new TopicPartition("words", 0), 1L);
  }

  private static void write(String topic, String... lines) {
    try (RecordWriter records = kafka.records(topic)) {
      for (String line : lines) {
        records.send(0, null, line);
      }
      records.flush();
    }
  }

  private CompletableFuture<Void> start(String topic) {
    String[] arguments = {kafka.bootstrapServers(), topic, topic, url};
    return CompletableFuture.runAsync(
        () -> {
          try {
            ExactlyOnceWordCount.main(arguments);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private void awaitWords(CompletableFuture<Void> program, Map<String, Long> expected)
      throws Exception {
    while (!program.isDone() && !words().equals(expected)) {
      Thread.sleep(50);
    }
    assertThat(words()).isEqualTo(expected);
  }

  private static void stop(CompletableFuture<Void> program) throws Exception {
    StreamingContext.getActive().get().stop(true, false);
    assertThat(program.handle((done, failure) -> true).get()).isTrue();
  }

  private Map<String, Long> words() throws SQLException {
    Map<String, Long> words = new TreeMap<>();
    try (Connection database = DriverManager.getConnection(url);
        Statement statement = database.createStatement()) {
      WordStore.createTables(database);
      ResultSet rows = statement.executeQuery("SELECT word, number FROM words");
      while (rows.next()) {
        words.put(rows.getString(1), rows.getLong(2));
      }
    }
    return words;
  }

  private Map<TopicPartition, Long> offsets() throws SQLException {
    try (Connection database = DriverManager.getConnection(url)) {
      return WordStore.offsets(database);
    }
  }
}
