// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** The checkpoints of a real program, and what may happen to them. */
@Timeout(120)
class StoredCheckpointsTest {

  /** As many that the state of a partition is a file of its own. */
  private static final int KEYS = 100;

  private static final int BYTES = 1_000;

  @TempDir private static Path original;
  @TempDir private Path copy;
  private Path state;

  /** Leaves the last three checkpoints. */
  @BeforeAll
  static void runAProgram() throws Exception {
    Journal<Long> batches = new Journal<>();
    JavaStreamingContext context =
        StatefulProgram.context(
            original.toString(),
            "local[2]",
            fresh ->
                StatefulProgram.numbers(fresh, 1_000_000)
                    .mapToPair(number -> new Tuple2<>(number % KEYS, number))
                    .updateStateByKey(
                        (List<Long> some, Optional<byte[]> known) -> Optional.of(new byte[BYTES]))
                    .foreachRDD((rdd, time) -> batches.add(rdd.count())));
    context.start();
    batches.await(count -> count == KEYS);
    batches.await(batches.all().size() + 10);
    context.stop(true, true);
  }

  @BeforeEach
  void copyIt() throws IOException {
    Path lineage = only(original.resolve("dstream-beam/state"));
    try (Stream<Path> files = Files.walk(lineage)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(lineage.relativize(file).toString());
        if (!target.equals(copy)) {
          Files.copy(file, target);
        }
      }
    }
    state = copy;
  }

  @Test
  void theNewestIsFound() throws IOException {
    assertThat(checkpoints()).as("as many as are kept").hasSize(3);
    assertThat(newest()).isEqualTo(checkpoints().get(0));
  }

  @Test
  void ofATruncatedOneTheOneBeforeItIsTaken() throws IOException {
    Path metadata = checkpoints().get(0).resolve("_metadata");
    byte[] bytes = Files.readAllBytes(metadata);
    for (int length : new int[] {0, 1, 10, bytes.length / 2, bytes.length - 1}) {
      Files.write(metadata, Arrays.copyOf(bytes, length));

      assertThat(newest()).as("%d bytes", length).isEqualTo(checkpoints().get(1));
    }
  }

  @Test
  void ofOneThatIsGarbageTheOneBeforeItIsTaken() throws IOException {
    Files.writeString(checkpoints().get(0).resolve("_metadata"), "garbage".repeat(100));

    assertThat(newest()).isEqualTo(checkpoints().get(1));
  }

  @Test
  void ofOneWithoutAFileOfItsStateTheOneBeforeItIsTaken() throws IOException {
    List<Path> files = stateFiles(checkpoints().get(0));
    assertThat(files).isNotEmpty();

    Files.delete(files.get(0));

    assertThat(newest()).isEqualTo(checkpoints().get(1));
  }

  @Test
  void ofOneWithAShortFileTheOneBeforeItIsTaken() throws IOException {
    Path file = stateFiles(checkpoints().get(0)).get(0);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

    assertThat(newest()).isEqualTo(checkpoints().get(1));
  }

  /** Flink writes the metadata last. */
  @Test
  void oneThatIsNotCompleteIsPassedOver() throws IOException {
    Path unfinished = checkpoints().get(0).resolveSibling("chk-1000000");
    Files.createDirectory(unfinished);
    Files.createFile(unfinished.resolve("state"));

    assertThat(newest()).isEqualTo(checkpoints().get(0));
  }

  @Test
  void ifNoneCanBeReadItSaysWhatIsWrongWithTheNewest() throws IOException {
    List<Path> all = checkpoints();
    for (Path checkpoint : all) {
      Files.writeString(checkpoint.resolve("_metadata"), "damaged, and longer than a number");
    }

    assertThatThrownBy(this::newest)
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("magic number");
  }

  @Test
  void inAnEmptyDirectoryThereIsNone() throws IOException {
    Path empty = Files.createDirectory(copy.resolve("empty"));

    assertThat(StoredCheckpoints.newest(empty.toUri())).isNull();
    assertThat(StoredCheckpoints.newest(URI.create(empty.toUri() + "missing"))).isNull();
  }

  @Test
  void ofTwoJobsTheOneThatWentOnCounts() throws IOException {
    Path newest = checkpoints().get(0);
    Path later = Files.createDirectories(state.resolve("later-job"));
    int number = Integer.parseInt(newest.getFileName().toString().substring("chk-".length()));
    Path successor = later.resolve("chk-" + (number + 1));
    Files.move(newest, successor);

    assertThat(newest()).isEqualTo(successor);
  }

  private Path newest() throws IOException {
    String found = StoredCheckpoints.newest(state.toUri());
    assertThat(found).isNotNull();
    return Path.of(URI.create(found).getPath());
  }

  /** The newest first. */
  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.walk(state, 2)) {
      return files
          .filter(path -> Files.exists(path.resolve("_metadata")))
          .sorted(Comparator.comparing(StoredCheckpointsTest::number).reversed())
          .toList();
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  private static List<Path> stateFiles(Path checkpoint) throws IOException {
    try (Stream<Path> files = Files.list(checkpoint)) {
      return files.filter(path -> !path.endsWith("_metadata")).toList();
    }
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
