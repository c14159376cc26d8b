// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dstreambeam.files.TextStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest {

  @TempDir private Path parent;
  private Path path = Path.of("");
  private CheckpointDirectory directory = new CheckpointDirectory(store("unused"));

  @BeforeEach
  void name() {
    path = parent.resolve("checkpoints");
    directory = new CheckpointDirectory(store(path.toString()));
  }

  private static TextStore store(String name) {
    return TextStore.in(name, new Configuration());
  }

  private static ProgramMetadata started(long zeroTime) {
    return new ProgramMetadata(
        "1", "l", zeroTime, 1000, 2, "local[2]", "a", Map.of(), List.of(), Map.of());
  }

  /** Names of the metadata files, the oldest first; checksums of the file system are left out. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(path.resolve("dstream-beam"))) {
      return all.filter(file -> !file.toString().endsWith(".crc")).sorted().toList();
    }
  }

  /** Also for a file system that has no checksums of its own to notice it. */
  private static void replace(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private long newestZeroTime() {
    return directory.newest().orElseThrow().zeroTime();
  }

  @Test
  void isEmptyIfItIsNotThere() {
    assertThat(directory.newest()).isEmpty();
    assertThat(path).doesNotExist();
  }

  @Test
  void hasWhatWasWrittenLast() throws IOException {
    directory.write(started(1));
    directory.write(started(2));
    directory.write(started(3));
    assertThat(newestZeroTime()).isEqualTo(3);
    assertThat(files())
        .hasSize(3)
        .allSatisfy(file -> assertThat(file.getFileName().toString()).matches("program-\\d{13}"));
  }

  @Test
  void comesAfterWhatAFasterClockHasWritten() throws IOException {
    directory.write(started(1));
    Files.move(files().get(0), path.resolve("dstream-beam/program-99999999999999"));
    directory.write(started(2));
    assertThat(newestZeroTime()).isEqualTo(2);
  }

  @Test
  void keepsTheNewestTen() throws IOException {
    for (int i = 1; i <= 12; i++) {
      directory.write(started(i));
    }
    assertThat(files()).hasSize(10);
    assertThat(MetadataText.read(Files.readString(files().get(0))).zeroTime()).isEqualTo(3);
    assertThat(newestZeroTime()).isEqualTo(12);
  }

  @Test
  void aDamagedNewestFileIsPassedOver() throws IOException {
    directory.write(started(1));
    directory.write(started(2));
    String whole = Files.readString(files().get(1));
    replace(files().get(1), whole.substring(0, whole.length() / 2));
    assertThat(newestZeroTime()).isEqualTo(1);
    replace(files().get(1), whole.replace("zeroTime=2", "zeroTime=7"));
    assertThat(newestZeroTime()).isEqualTo(1);
    replace(files().get(1), "");
    assertThat(newestZeroTime()).isEqualTo(1);
  }

  @Test
  void whatTheFileSystemFindsDamagedIsPassedOver() throws IOException {
    directory.write(started(1));
    directory.write(started(2));
    Path newest = files().get(1);
    Files.writeString(newest, Files.readString(newest).replace("zeroTime=2", "zeroTime=7"));
    assertThat(newestZeroTime()).isEqualTo(1);
  }

  @Test
  void aFileThatIsBeingWrittenDoesNotCount() throws IOException {
    directory.write(started(1));
    Files.writeString(path.resolve("dstream-beam/.program-99999999999999.4711"), "half");
    Files.writeString(path.resolve("dstream-beam/program-99999999999999.tmp"), "half");
    Files.createDirectory(path.resolve("dstream-beam/program-99999999999998"));
    assertThat(newestZeroTime()).isEqualTo(1);
  }

  private void expectUnreadable(ThrowingCallable call, String cause) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Failed to read checkpoint from directory " + path)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining(cause);
  }

  @Test
  void isAnErrorIfNothingCanBeRead() throws IOException {
    directory.write(started(1));
    directory.write(started(2));
    for (Path file : files()) {
      replace(file, "garbage");
    }
    expectUnreadable(directory::newest, "its checksum is wrong");
  }

  @Test
  void isAnErrorIfOnlySparkHasWrittenThere() throws IOException {
    Files.createDirectories(path.resolve("0c6ff0f9-1d6d-417a-9d15-1acdab91c96f"));
    assertThat(directory.newest()).isEmpty();
    Files.writeString(path.resolve("checkpoint-1000.bk"), "an object");
    expectUnreadable(directory::newest, "checkpoint-1000.bk was written by Spark Streaming");
    directory.write(started(1));
    assertThat(newestZeroTime()).isEqualTo(1);
  }

  @Test
  void hasAPlaceForEachLineage() {
    assertThat(directory.state("a").toString()).isEqualTo("file:" + path + "/dstream-beam/state/a");
    assertThat(directory.cuts("a").toString()).isEqualTo("file:" + path + "/dstream-beam/cuts/a");
    assertThat(path).doesNotExist();
  }

  @Test
  void liesInAnyFileSystem() throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.viewfs.mounttable.cluster.link./data", parent.toUri().toString());
    CheckpointDirectory mounted =
        new CheckpointDirectory(TextStore.in("viewfs://cluster/data/checkpoints", conf));
    assertThat(mounted.newest()).isEmpty();
    mounted.write(started(5));
    assertThat(mounted.newest().orElseThrow().zeroTime()).isEqualTo(5);
    assertThat(mounted.uri()).isEqualTo("viewfs://cluster/data/checkpoints");
    assertThat(mounted.state("a"))
        .isEqualTo(java.net.URI.create("viewfs://cluster/data/checkpoints/dstream-beam/state/a"));
    assertThat(newestZeroTime()).isEqualTo(5); // the same files
  }

  @Test
  void saysWhatCannotBeWritten() throws IOException {
    Files.writeString(path, "a file where the directory should be");
    assertThatThrownBy(() -> directory.write(started(1))).isInstanceOf(IOException.class);
    assertThat(path).hasContent("a file where the directory should be");
  }
}
