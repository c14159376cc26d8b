// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Metadata as text: lines {@code key=value} with the escapes of {@link Properties}, sorted, and the
 * checksum of all of them as the last line.
 */
final class MetadataText {

  private static final String FORMAT = "1";
  private static final String CHECKSUM = "checksum=";

  private MetadataText() {}

  static String write(ProgramMetadata metadata) {
    Map<String, String> values = new TreeMap<>();
    values.put("format", FORMAT);
    values.put("version", metadata.version());
    values.put("lineage", metadata.lineage());
    values.put("zeroTime", String.valueOf(metadata.zeroTime()));
    values.put("batchMillis", String.valueOf(metadata.batchMillis()));
    values.put("parallelism", String.valueOf(metadata.parallelism()));
    values.put("master", metadata.master());
    values.put("appName", metadata.appName());
    metadata.conf().forEach((key, value) -> values.put("conf." + key, value));
    metadata.runner().forEach((key, value) -> values.put("runner." + key, value));
    int index = 0;
    for (NodeRecord node : metadata.nodes()) {
      putNode(values, "node.%04d.".formatted(index++), node);
    }
    String lines = lines(values);
    return lines + CHECKSUM + checksum(lines) + "\n";
  }

  private static void putNode(Map<String, String> values, String prefix, NodeRecord node) {
    values.put(prefix + "name", node.name());
    values.put(prefix + "generation", String.valueOf(node.generation()));
    values.put(prefix + "declared", node.declared());
    int index = 0;
    for (Map.Entry<String, String> setting : node.settings().entrySet()) {
      values.put(
          prefix + "setting.%02d.".formatted(index++) + setting.getKey(), setting.getValue());
    }
  }

  private static String lines(Map<String, String> values) {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, String> value : values.entrySet()) {
      lines.append(escapedLine(value.getKey(), value.getValue())).append('\n');
    }
    return lines.toString();
  }

  private static String escapedLine(String key, String value) {
    Properties one = new Properties();
    one.setProperty(key, value);
    StringWriter text = new StringWriter();
    try {
      one.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not throw
    }
    String[] dateAndLine = text.toString().split(System.lineSeparator(), -1);
    return dateAndLine[1];
  }

  private static String checksum(String lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }

  /**
   * @throws IOException if the text is damaged, not complete, or of a format that is not known
   */
  static ProgramMetadata read(String text) throws IOException {
    int end = text.lastIndexOf(CHECKSUM);
    if (end < 0
        || !text.substring(end).equals(CHECKSUM + checksum(text.substring(0, end)) + "\n")) {
      throw new IOException("It is damaged or was not written completely: its checksum is wrong");
    }
    Properties values = new Properties();
    try {
      values.load(new StringReader(text.substring(0, end)));
      return metadata(values);
    } catch (IllegalArgumentException e) {
      throw new IOException("It does not say what it should: " + e.getMessage(), e);
    }
  }

  private static ProgramMetadata metadata(Properties values) throws IOException {
    String version = value(values, "version");
    if (!value(values, "format").equals(FORMAT)) {
      throw new IOException(
          "It was written by version "
              + version
              + " in format "
              + value(values, "format")
              + ", this version reads format "
              + FORMAT);
    }
    return new ProgramMetadata(
        version,
        value(values, "lineage"),
        Long.parseLong(value(values, "zeroTime")),
        Long.parseLong(value(values, "batchMillis")),
        Integer.parseInt(value(values, "parallelism")),
        value(values, "master"),
        value(values, "appName"),
        below("conf.", values),
        nodes(values),
        below("runner.", values));
  }

  private static String value(Properties values, String key) {
    String value = values.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }

  /** The entries whose key begins so, without that, sorted. */
  private static Map<String, String> below(String prefix, Properties values) {
    Map<String, String> found = new TreeMap<>();
    for (String key : values.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), value(values, key));
      }
    }
    return found;
  }

  private static List<NodeRecord> nodes(Properties values) {
    List<NodeRecord> nodes = new ArrayList<>();
    for (int index = 0; values.containsKey("node.%04d.name".formatted(index)); index++) {
      String prefix = "node.%04d.".formatted(index);
      Map<String, String> settings = new LinkedHashMap<>();
      below(prefix + "setting.", values)
          .forEach((key, value) -> settings.put(key.substring(key.indexOf('.') + 1), value));
      nodes.add(
          new NodeRecord(
              value(values, prefix + "name"),
              Integer.parseInt(value(values, prefix + "generation")),
              value(values, prefix + "declared"),
              settings));
    }
    return nodes;
  }
}
