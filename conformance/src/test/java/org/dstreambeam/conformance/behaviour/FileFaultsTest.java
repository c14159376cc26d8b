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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read costs its batch, or part of it, and no other. */
class FileFaultsTest {

  @TempDir private Path directory;

  /** Lines, save of files that nobody may read. */
  public static final class Permitted extends TextInputFormat {
    @Override
    public RecordReader<LongWritable, Text> createRecordReader(
        InputSplit split, TaskAttemptContext context) {
      if (((FileSplit) split).getPath().getName().startsWith("secret")) {
        throw new IllegalStateException("Permission denied");
      }
      return super.createRecordReader(split, context);
    }
  }

  private void write(String name, byte[] content, long modifiedMillis) throws IOException {
    Path unfinished = Files.write(directory.resolve("." + name), content);
    Files.setLastModifiedTime(unfinished, FileTime.fromMillis(BASE + modifiedMillis));
    Files.move(unfinished, directory.resolve(name));
  }

  @Test
  void aFileThatMayNotBeReadFailsItsTaskAlone() throws Exception {
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(
          program
              .context()
              .fileStream(directory.toString(), LongWritable.class, Text.class, Permitted.class)
              .map(line -> line._2().toString()));
      program.start();
      write("a", "a".getBytes(UTF_8), 500);
      assertThat(program.next()).isEqualTo(batch(part("a")));

      write("secret", "b".getBytes(UTF_8), 1_500);
      assertThat(program.next().failure())
          .isEqualTo("java.lang.IllegalStateException: Permission denied");

      write("c", "c".getBytes(UTF_8), 2_500);
      assertThat(program.next()).isEqualTo(batch(part("c")));
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
