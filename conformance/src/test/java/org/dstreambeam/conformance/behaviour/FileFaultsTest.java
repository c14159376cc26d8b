// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.SteppedProgram.BASE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read costs its batch, or part of it, and no other. */
class FileFaultsTest {

  @TempDir private Path directory;

  /** What each partition has, or the exception for those that cannot be computed. */
  private static List<String> partByPart(JavaRDD<String> rdd) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < rdd.getNumPartitions(); i++) {
      try {
        parts.add(rdd.collectPartitions(new int[] {i})[0].toString());
      } catch (Exception e) {
        parts.add(Table.failed(e).failure());
      }
    }
    return parts;
  }

  private void write(String name, byte[] content, long modifiedMillis) throws IOException {
    Path unfinished = Files.write(directory.resolve("." + name), content);
    Files.setLastModifiedTime(unfinished, FileTime.fromMillis(BASE + modifiedMillis));
    Files.move(unfinished, directory.resolve(name));
  }

  @Test
  void aFileThatMayNotBeReadFailsItsTaskAlone() throws Exception {
    List<String> parts = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(GuardedFiles.in(Table.conf()))) {
      JavaDStream<String> lines =
          program.context().textFileStream(GuardedFiles.uri(directory)).map(line -> line + "!");
      lines.foreachRDD(rdd -> parts.addAll(partByPart(rdd)));
      program.watch(lines);
      program.start();
      write("a", "a".getBytes(UTF_8), 500);
      assertThat(program.next()).isEqualTo(batch(part("a!")));

      parts.clear();
      write("b", "b".getBytes(UTF_8), 1_500);
      write("secret", "s".getBytes(UTF_8), 1_500);
      write("c", "c".getBytes(UTF_8), 1_500);
      String denied = "org.apache.hadoop.security.AccessControlException: Permission denied";
      assertThat(program.next().failure()).isEqualTo(denied);
      assertThat(parts).containsExactlyInAnyOrder("[b!]", "[c!]", denied);

      write("d", "d".getBytes(UTF_8), 2_500);
      assertThat(program.next()).isEqualTo(batch(part("d!")));
    }
  }

  /** The file is longer than what a reader has taken from it when it is cut. */
  @Test
  void ofAFileThatIsTruncatedWhileItIsReadTheRestIsMissing() throws Exception {
    int lines = 20_000;
    int lineBytes = 100;
    int left = 10_000;
    Path file = directory.resolve("cut");
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      String path = file.toString();
      program.watch(
          program
              .context()
              .textFileStream(directory.toString())
              .map(
                  line -> {
                    if (Files.exists(Path.of(path)) && Files.size(Path.of(path)) > left) {
                      truncate(path, (long) left * lineBytes + lineBytes / 2);
                    }
                    return line.length();
                  })
              .countByValue()
              .map(Object::toString));
      program.start();
      byte[] content = ("x".repeat(lineBytes - 1) + "\n").repeat(lines).getBytes(UTF_8);
      write("cut", content, 500);
      assertThat(program.next()).isEqualTo(batch(part("(50,1)"), part("(99,10000)")));

      Files.delete(file);
      write("whole", "y".getBytes(UTF_8), 1_500);
      assertThat(program.next()).isEqualTo(batch(part(), part("(1,1)")));
    }
  }

  private static void truncate(String file, long length) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file, "rw")) {
      open.setLength(length);
    }
  }

  /** However many files there are: one listing, and no question about any that is not taken. */
  @Test
  void aDirectoryIsListedOncePerBatch() throws Exception {
    for (int i = 0; i < 50; i++) {
      write("old-" + i, new byte[0], -3_600_000);
    }
    try (SteppedProgram program = new SteppedProgram(GuardedFiles.in(Table.conf()))) {
      program.watch(program.context().textFileStream(GuardedFiles.uri(directory)));
      program.start();
      GuardedFiles.calls();
      assertThat(program.next()).isEqualTo(batch());
      assertThat(GuardedFiles.calls()).isEqualTo(Map.of("getFileStatus", 1, "listStatus", 1));
    }
  }

  @Test
  void whatIsLeftOfACompressedFileFailsItsTask() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 10_000; i++) {
        out.write((i + "\n").getBytes(UTF_8));
      }
    }
    byte[] whole = bytes.toByteArray();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(program.context().textFileStream(directory.toString()).count());
      program.start();
      write("half.gz", Arrays.copyOf(whole, whole.length / 2), 500);
      assertThat(program.next().failure())
          .isEqualTo("java.io.EOFException: Unexpected end of input stream");

      write("whole.gz", whole, 1_500);
      assertThat(program.next()).isEqualTo(batch(part(10_000L), part()));
    }
  }
}
