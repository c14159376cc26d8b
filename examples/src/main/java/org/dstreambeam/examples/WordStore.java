// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.OffsetRange;

/** The tables of {@link ExactlyOnceWordCount}, in plain SQL. */
final class WordStore {

  private WordStore() {}

  static void createTables(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS words (word VARCHAR(100) PRIMARY KEY, number BIGINT NOT NULL)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS counted (topic VARCHAR(249) NOT NULL, part INT NOT NULL,"
              + " until_offset BIGINT NOT NULL, PRIMARY KEY (topic, part))");
    }
  }

  /** Where to go on; without the partitions of which nothing has been counted. */
  static Map<TopicPartition, Long> offsets(Connection database) throws SQLException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("SELECT topic, part, until_offset FROM counted")) {
      while (rows.next()) {
        offsets.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
      }
    }
    return offsets;
  }

  /**
   * Says that the range is counted.
   *
   * @throws SQLException if it does not begin where the last one ended: somebody else has counted
   */
  static void moveOffset(Connection database, OffsetRange range) throws SQLException {
    try (PreparedStatement update =
        database.prepareStatement(
            "UPDATE counted SET until_offset = ?"
                + " WHERE topic = ? AND part = ? AND until_offset = ?")) {
      update.setLong(1, range.untilOffset());
      update.setString(2, range.topic());
      update.setInt(3, range.partition());
      update.setLong(4, range.fromOffset());
      if (update.executeUpdate() == 1) {
        return;
      }
    }
    try (PreparedStatement insert =
        database.prepareStatement(
            "INSERT INTO counted (topic, part, until_offset) VALUES (?, ?, ?)")) {
      insert.setString(1, range.topic());
      insert.setInt(2, range.partition());
      insert.setLong(3, range.untilOffset());
      insert.executeUpdate(); // fails if there is one that ends elsewhere
    }
  }

  static void add(Connection database, String word, int number) throws SQLException {
    try (PreparedStatement update =
        database.prepareStatement("UPDATE words SET number = number + ? WHERE word = ?")) {
      update.setInt(1, number);
      update.setString(2, word);
      if (update.executeUpdate() == 1) {
        return;
      }
    }
    try (PreparedStatement insert =
        database.prepareStatement("INSERT INTO words (word, number) VALUES (?, ?)")) {
      insert.setString(1, word);
      insert.setInt(2, number);
      insert.executeUpdate();
    }
  }
}
