// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataTextTest {

  private static Map<String, String> settings(String... keysAndValues) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return settings;
  }

  private static ProgramMetadata metadata() {
    return new ProgramMetadata(
        "0.1",
        "a-lineage",
        1_700_000_000_000L,
        1000,
        2,
        "local[2]",
        "Wörter = #1\u2028\nand more ",
        Map.of("spark.k", "v", " odd key:=", "\ttab\\", "spark.empty", ""),
        List.of(
            new NodeRecord(
                "queueStream-1", 0, "queueStream at A.java:3", settings("slide", "1 ms")),
            new NodeRecord(
                "updateStateByKey-1",
                3,
                "updateStateByKey at A.java:4",
                settings("state", "UpdateState", "partitions", "2", "a=b", "c"))),
        Map.of("maxParallelism", "128"));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    ProgramMetadata read = MetadataText.read(MetadataText.write(metadata()));
    assertThat(read).isEqualTo(metadata());
    assertThat(read.nodes().get(1).settings().keySet())
        .containsExactly("state", "partitions", "a=b");
  }

  @Test
  void keepsTheOrderOfManyOperations() throws IOException {
    List<NodeRecord> nodes =
        java.util.stream.IntStream.rangeClosed(1, 120)
            .mapToObj(i -> new NodeRecord("map-" + i, 0, "map at A.java:" + i, Map.of()))
            .toList();
    ProgramMetadata many =
        new ProgramMetadata("1", "l", 0, 1, 1, "m", "n", Map.of(), nodes, Map.of());
    assertThat(MetadataText.read(MetadataText.write(many)).nodes()).isEqualTo(nodes);
  }

  @Test
  void isTheSameTextForTheSameProgram() {
    assertThat(MetadataText.write(metadata()))
        .isEqualTo(MetadataText.write(metadata()))
        .contains("\nzeroTime=1700000000000\n")
        .doesNotContain("20\\:"); // no date
  }

  @Test
  void anyTextThatWasCutOffIsRefused() {
    String whole = MetadataText.write(metadata());
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatThrownBy(() -> MetadataText.read(part))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("It is damaged or was not written completely: its checksum is wrong");
    }
  }

  @Test
  void anyOtherCharacterIsNoticed() {
    String whole = MetadataText.write(metadata());
    for (int i = 0; i < whole.length(); i++) {
      String other = whole.substring(0, i) + '~' + whole.substring(i + 1);
      assertThatThrownBy(() -> MetadataText.read(other)).isExactlyInstanceOf(IOException.class);
    }
  }

  private static String signed(String lines) {
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return lines + "checksum=%08x\n".formatted(crc.getValue());
  }

  private static String linesOf(ProgramMetadata metadata) {
    String text = MetadataText.write(metadata);
    return text.substring(0, text.lastIndexOf("checksum="));
  }

  @Test
  void anotherFormatIsRefusedByName() {
    String later = linesOf(metadata()).replace("format=1", "format=2");
    assertThatThrownBy(() -> MetadataText.read(signed(later)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("It was written by version 0.1 in format 2, this version reads format 1");
  }

  @Test
  void whatIsMissingOrNoNumberIsNamed() {
    String without = linesOf(metadata()).replace("lineage=", "other=");
    assertThatThrownBy(() -> MetadataText.read(signed(without)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("It does not say what it should: lineage is missing");
    String noNumber = linesOf(metadata()).replace("parallelism=2", "parallelism=two");
    assertThatThrownBy(() -> MetadataText.read(signed(noNumber)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("It does not say what it should: For input string: \"two\"");
  }
}
