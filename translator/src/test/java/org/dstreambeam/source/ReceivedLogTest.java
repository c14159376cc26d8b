// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.SparkConf;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.fixture.Buffers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceivedLogTest {

  private static final String PREFIX = "spark.streaming.receiver.writeAheadLog.";

  @TempDir private Path directory;
  private final SparkConf conf = new SparkConf(false);
  private final Configuration files = new Configuration(false);

  @Test
  void whatWasWrittenCanBeReadWhileItIsOpen() throws IOException {
    ReceivedLog log = newRun();
    log.append(List.of(block("a", "b"), block()));
    log.append(List.of(block("c")));

    assertThat(blocks(log(), 1)).containsExactly("[a, b]", "[]", "[c]");
    assertThat(blocks(log(), 3)).containsExactly("[c]");
    assertThat(blocks(log(), 4)).isEmpty();
  }

  /** More than one piece. */
  @Test
  void aLargeBlockIsReadWhole() throws IOException {
    List<String> large =
        IntStream.range(0, 3_000).mapToObj(i -> i + "-" + "x".repeat(1_000)).toList();
    newRun().append(List.of(Block.of(1_000, 0, large), block("behind it")));

    assertThat(blocks(log(), 1)).containsExactly(large.toString(), "[behind it]");
  }

  @Test
  void theNextRunGoesOnBehindWhatItHasRead() throws IOException {
    newRun().append(List.of(block("a"), block("b")));
    ReceivedLog second = newRun();
    assertThat(blocks(second, 1)).containsExactly("[a]", "[b]");
    second.goOnAt(3);
    second.append(List.of(block("c")));

    assertThat(blocks(log(), 1)).containsExactly("[a]", "[b]", "[c]");
    assertThat(blocks(log(), 2)).containsExactly("[b]", "[c]");
  }

  /** The process was killed in the middle of a write, wherever that was. */
  @Test
  void aBlockThatWasNotWrittenToItsEndIsNone() throws IOException {
    newRun().append(List.of(block("a"), block("b", "c")));
    Path segment = segments().get(0);
    byte[] all = Files.readAllBytes(segment);
    int first = blockLength(all);
    for (int length = first; length < all.length; length++) {
      Files.write(segment, Arrays.copyOf(all, length));
      assertThat(blocks(log(), 1)).containsExactly("[a]");
    }

    ReceivedLog next = newRun();
    next.goOnAt(2);
    next.append(List.of(block("d")));
    assertThat(blocks(log(), 1)).containsExactly("[a]", "[d]");
  }

  @Test
  void aBlockWhoseBytesAreDamagedEndsTheLogOrIsMissed() throws IOException {
    newRun().append(List.of(block("a"), block("b")));
    Path segment = segments().get(0);
    byte[] all = Files.readAllBytes(segment);
    all[blockLength(all) + 15] ^= 1;
    Files.write(segment, all);

    assertThat(blocks(log(), 1)).containsExactly("[a]");
    ReceivedLog next = newRun();
    next.goOnAt(3); // it knows of the second one
    next.append(List.of(block("c")));
    assertThatThrownBy(() -> blocks(log(), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Block 2 of the write-ahead log in");
  }

  /** Or it would say that it has stored what nobody reads. */
  @Test
  void aRunThatAnotherHasFollowedCannotWriteAnyMore() throws IOException {
    ReceivedLog given = newRun();
    given.append(List.of(block("a")));
    ReceivedLog next = newRun();
    assertThat(blocks(next, 1)).containsExactly("[a]");
    next.goOnAt(2);

    assertThatThrownBy(() -> given.append(List.of(block("too late"))))
        .isInstanceOf(ReceivedLog.SupersededException.class)
        .hasMessageContaining("another run of the program writes to");

    next.append(List.of(block("b")));
    assertThat(blocks(log(), 1)).containsExactly("[a]", "[b]");
  }

  @Test
  void aWriteThatFailedLeavesNothing() throws IOException {
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    ReceivedLog log = newRun();
    log.append(List.of(block("a")));

    assertThatThrownBy(() -> log.append(List.of(block("b"), Block.of(0, 0, List.of(new Object())))))
        .isInstanceOf(IOException.class);
    assertThat(segments()).as("one for each attempt").hasSize(3);
    log.append(List.of(block("c")));

    assertThat(blocks(log(), 1)).containsExactly("[a]", "[c]");
  }

  /** Local files of which one look goes wrong. */
  public static final class Shaky extends LocalFileSystem {
    private static final AtomicBoolean FAILS = new AtomicBoolean();

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      if (FAILS.getAndSet(false)) {
        throw new IOException("not now");
      }
      return super.getFileStatus(path);
    }
  }

  /** What is written next has the same number, and is what counts. */
  @Test
  void whatIsWrittenAndNotConfirmedLeavesNothing() throws IOException {
    files.set("fs.file.impl", Shaky.class.getName());
    files.set("fs.file.impl.disable.cache", "true");
    ReceivedLog log = newRun();
    log.append(List.of(block("a")));
    Shaky.FAILS.set(true);

    assertThatThrownBy(() -> log.append(List.of(block("refused")))).hasMessage("not now");
    log.append(List.of(block("b")));

    assertThat(blocks(log(), 1)).containsExactly("[a]", "[b]");
  }

  @Test
  void segmentsAreRolledAndRemovedWhenNobodyNeedsThem() throws IOException {
    conf.set(PREFIX + "rollingIntervalSecs", "0");
    ReceivedLog log = newRun();
    for (String record : List.of("a", "b", "c")) {
      log.append(List.of(block(record)));
    }
    assertThat(segments()).hasSize(3);

    log.forgetUpTo(2);

    assertThat(segments()).hasSize(1);
    assertThat(blocks(log(), 3)).containsExactly("[c]");
    assertThatThrownBy(() -> blocks(log(), 2)).hasMessageContaining("Block 2 of");
    log.forgetUpTo(3);
    assertThat(segments()).as("the last one stays").hasSize(1);
  }

  @Test
  void aWriteGetsASegmentOfItsOwnIfThatIsAskedFor() throws IOException {
    conf.set(PREFIX + "closeFileAfterWrite", "true");
    ReceivedLog log = newRun();
    log.append(List.of(block("a"), block("b")));
    log.append(List.of(block("c")));

    assertThat(segments()).hasSize(2);
    assertThat(blocks(log(), 1)).containsExactly("[a]", "[b]", "[c]");
  }

  private ReceivedLog log() throws IOException {
    return ReceivedLog.in(directory.toString(), files, LogSettings.of(conf));
  }

  private ReceivedLog newRun() throws IOException {
    ReceivedLog log = log();
    log.takeOver();
    return log;
  }

  private static Block block(Object... records) {
    return Block.of(1_000, 0, List.of(records));
  }

  private static List<String> blocks(ReceivedLog log, long first) throws IOException {
    List<String> blocks = new ArrayList<>();
    try (ReceivedLog.Reader reader = log.read(first)) {
      for (RecordBuffer next = reader.next(); next != null; next = reader.next()) {
        blocks.add(Buffers.records(next).toString());
      }
    }
    return blocks;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("\\d+-\\d+-\\d+"))
          .sorted()
          .toList();
    }
  }

  /** Of the first one, which is of one piece. */
  private static int blockLength(byte[] segment) {
    int length = java.nio.ByteBuffer.wrap(segment).getInt(9);
    return 8 + 1 + 4 + length + 8;
  }
}
