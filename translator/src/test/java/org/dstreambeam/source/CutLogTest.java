// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.dstreambeam.source.Cut.Taken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutLogTest {

  @TempDir private Path temporary;

  private Path directory;
  private CutLog log;

  @BeforeEach
  void open() throws IOException {
    directory = temporary.resolve("cuts/numbers-1");
    log = newLog();
  }

  private CutLog newLog() throws IOException {
    return CutLog.in(directory.toString(), new Configuration(false));
  }

  @Test
  void makesItsDirectory() throws IOException {
    assertThat(directory).isDirectory();
    assertThat(log.since(0)).isEmpty();
  }

  @Test
  void anotherLogInTheSamePlaceHasTheCutsInTheOrderOfTheBatches() throws IOException {
    log.record(10_000, cut(2));
    log.record(9_000, cut(1));
    log.record(11_000, cut(3));

    assertThat(newLog().since(0)).containsOnlyKeys(9_000L, 10_000L, 11_000L);
    assertThat(newLog().since(0).get(10_000L)).usingRecursiveComparison().isEqualTo(cut(2));
    assertThat(newLog().since(0).firstKey()).isEqualTo(9_000L);
  }

  @Test
  void givesTheCutsFromABatchOn() throws IOException {
    for (int batch = 1; batch <= 4; batch++) {
      log.record(batch * 1_000, cut(batch));
    }

    assertThat(log.since(3_000)).containsOnlyKeys(3_000L, 4_000L);
    assertThat(log.since(3_001)).containsOnlyKeys(4_000L);
    assertThat(log.since(5_000)).isEmpty();
  }

  /** Left by a program that was killed while it wrote it. */
  @Test
  void anUnfinishedFileIsNotSeenAndNotInTheWay() throws IOException {
    log.record(1_000, cut(1));
    Path unfinished = Files.write(directory.resolve(".2000-left-over"), new byte[] {1, 2});

    assertThat(log.since(0)).containsOnlyKeys(1_000L);

    log.record(2_000, cut(2));
    assertThat(log.since(0).get(2_000L)).usingRecursiveComparison().isEqualTo(cut(2));
    log.forgetBefore(2_000);
    assertThat(unfinished).exists();
    log.forgetBefore(2_001);
    assertThat(unfinished).doesNotExist();
  }

  /** Both are due at the same moment, by the same clock. */
  @Test
  void ofTwoRunsThatRecordABatchAtOnceOneSucceeds() throws Exception {
    int batches = 200;
    CyclicBarrier due = new CyclicBarrier(2);
    ExecutorService runs = Executors.newFixedThreadPool(2);
    try {
      Future<Set<Long>> one = runs.submit(() -> recorded(log, cut(1), batches, due));
      Future<Set<Long>> two = runs.submit(() -> recorded(newLog(), cut(2), batches, due));
      assertThat(one.get()).doesNotContainAnyElementsOf(two.get());
      assertThat(one.get().size() + two.get().size()).isEqualTo(batches);
      NavigableMap<Long, Cut> cuts = log.since(0);
      for (long batch = 1; batch <= batches; batch++) {
        assertThat(cuts.get(batch))
            .usingRecursiveComparison()
            .isEqualTo(cut(one.get().contains(batch) ? 1 : 2));
      }
    } finally {
      runs.shutdownNow();
    }
    assertThat(directory).as("unfinished ones").isDirectoryNotContaining("glob:**/.*-*");
  }

  private static Set<Long> recorded(CutLog log, Cut cut, int batches, CyclicBarrier due)
      throws Exception {
    Set<Long> recorded = new HashSet<>();
    for (long batch = 1; batch <= batches; batch++) {
      due.await();
      try {
        log.record(batch, cut);
        recorded.add(batch);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("another run of the program has written");
      }
    }
    return recorded;
  }

  /** By a run of the program that nobody could tell that there is a newer one. */
  @Test
  void whatABatchConsistsOfIsSaidOnce() throws IOException {
    log.record(1_000, cut(1));

    assertThatThrownBy(() -> log.record(1_000, cut(2)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageMatching("another run of the program has written .*/1000");

    assertThat(log.since(0).get(1_000L)).usingRecursiveComparison().isEqualTo(cut(1));
    assertThat(directory).isDirectoryNotContaining("glob:**/.1000-*");
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Files.writeString(directory.resolve("1000~"), "a backup");
    Files.writeString(directory.resolve("README"), "not ours");
    log.record(1_000, cut(1));

    assertThat(log.since(0)).containsOnlyKeys(1_000L);
    assertThatCode(() -> log.forgetBefore(5_000)).doesNotThrowAnyException();
    assertThat(directory.resolve("README")).exists();
  }

  @Test
  void forgetsWhatIsBeforeABatchAndNoMore() throws IOException {
    for (int batch = 1; batch <= 4; batch++) {
      log.record(batch * 1_000, cut(batch));
    }

    log.forgetBefore(3_000);

    assertThat(log.since(0)).containsOnlyKeys(3_000L, 4_000L);
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("checksums go with them")
          .noneMatch(name -> name.contains("1000") || name.contains("2000"));
    }
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    log.record(1_000, cut(1));
    log.record(2_000, cut(2));
    Path damaged = directory.resolve("2000");
    Files.delete(directory.resolve(".2000.crc")); // as on file systems without them
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2]++;
    Files.write(damaged, bytes);

    assertThatThrownBy(() -> log.since(0))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Cannot read file:" + damaged + ": its checksum is wrong");
    assertThatCode(() -> log.since(3_000)).as("it is not asked for").doesNotThrowAnyException();
  }

  @Test
  void anEmptyFileIsNamed() throws IOException {
    Path empty = Files.createFile(directory.resolve("1000"));

    assertThatThrownBy(() -> log.since(0))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Cannot read file:" + empty + ": only 0 bytes long");
  }

  @Test
  void aCutThatCannotBeWrittenIsAnError() throws IOException {
    Files.delete(directory);
    Files.createFile(directory);

    assertThatThrownBy(() -> log.record(1_000, cut(1))).isInstanceOf(IOException.class);
  }

  private static Cut cut(int number) {
    return new Cut(List.of(new Taken(number, number, new byte[] {(byte) number})));
  }
}
