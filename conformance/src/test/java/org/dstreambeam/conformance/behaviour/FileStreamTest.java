// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.SteppedProgram.BASE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairInputDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which batch a file belongs to, and what is read of it. */
class FileStreamTest {

  @TempDir private Path directory;

  private Path write(String name, String text, long modifiedMillis) throws IOException {
    return write(name, text.getBytes(UTF_8), modifiedMillis);
  }

  private Path write(String name, byte[] content, long modifiedMillis) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    // No batch shall see it before it has its time.
    Path unfinished =
        Files.write(directory.resolveSibling(directory.getFileName() + "-new"), content);
    Files.setLastModifiedTime(unfinished, FileTime.fromMillis(BASE + modifiedMillis));
    return Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void setTime(Path file, long millis) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(BASE + millis));
  }

  private String path() {
    return directory.toString();
  }

  /** {@code textFileStream} of the directory, started. */
  private SteppedProgram lines(SparkConf conf, String path) throws Exception {
    SteppedProgram program = new SteppedProgram(conf);
    program.watch(program.context().textFileStream(path));
    program.start();
    return program;
  }

  @Trap(21)
  @Test
  void aFileBelongsToTheBatchInWhichItWasModified() throws Exception {
    write("older.txt", "older", -5_000);
    write("same.txt", "same", 0);
    write("future.txt", "future", 2_500);
    try (SteppedProgram program = lines(Table.conf(), path())) {
      write("a.txt", "a1\na2", 500);
      assertThat(program.next()).isEqualTo(batch(part("a1", "a2")));

      write("a.txt", "rewritten", 1_400);
      Path sub = Files.createDirectory(directory.resolve("sub"));
      write("sub/n.txt", "n", 1_500);
      setTime(sub, 1_500);
      assertThat(program.next()).isEqualTo(batch(part("n")));

      setTime(sub, 1_500);
      assertThat(program.next()).isEqualTo(batch(part("future")));

      write("late.txt", "late", 2_100);
      assertThat(program.next()).isEqualTo(batch(part("late")));
      assertThat(program.next()).isEqualTo(batch());

      program.runTo(68_000);
      write("too-late.txt", "too late", 8_000);
      assertThat(program.next()).isEqualTo(batch());

      write("a.txt", "again", 69_500);
      assertThat(program.next()).isEqualTo(batch(part("again")));
    }
  }

  @Test
  void looksBackAsFarAsItIsTold() throws Exception {
    SparkConf conf = Table.conf().set("spark.streaming.fileStream.minRememberDuration", "2500ms");
    write("from-before.txt", "from before", -500);
    try (SteppedProgram program = new SteppedProgram(conf)) {
      JavaPairInputDStream<LongWritable, Text> files =
          program
              .context()
              .fileStream(
                  path(),
                  LongWritable.class,
                  Text.class,
                  TextInputFormat.class,
                  file -> true,
                  false);
      program.watch(files.map(line -> line._1().get() + " " + line._2()));
      program.start();
      assertThat(program.next()).isEqualTo(batch(part("0 from before")));

      write("1.txt", "one", 0);
      write("2.txt", "two", 1);
      assertThat(program.next()).isEqualTo(batch(part("0 two"))); // whole seconds: two of them
      write("2.txt", "ignored", 2_500);
      assertThat(program.next()).isEqualTo(batch());
      program.runTo(6_000); // until it is forgotten
      write("2.txt", "again", 6_500);
      assertThat(program.next()).isEqualTo(batch(part("0 again")));
    }
  }

  @Test
  void aFilterOfTheProgramTakesThePlaceOfTheOther() throws Exception {
    Configuration conf = new Configuration();
    conf.set("textinputformat.record.delimiter", ";");
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaPairInputDStream<LongWritable, Text> files =
          program
              .context()
              .fileStream(
                  path(),
                  LongWritable.class,
                  Text.class,
                  TextInputFormat.class,
                  file -> file.getName().endsWith(".log"),
                  true,
                  conf);
      program.watch(files.map(line -> line._2().toString()));
      program.start();
      write("a.txt", "no", 500);
      write("b.log", "x;y\n;z", 500);
      assertThat(program.next()).isEqualTo(batch(part("x", "y\n", "z")));
    }
  }

  @Test
  void filesWithADotAreLeftOutAndOthersOfHadoopsFailTheBatch() throws Exception {
    try (SteppedProgram program = lines(Table.conf(), path())) {
      write(".hidden", "hidden", 500);
      write("seen", "seen", 500);
      assertThat(program.next()).isEqualTo(batch(part("seen")));

      write("_SUCCESS", "", 1_500);
      write("lost", "lost", 1_500);
      write("next", "next", 2_500);
      assertThat(program.nextButOne()).isEqualTo(batch(part("next")));
      assertThat(program.next()).isEqualTo(batch());
    }
  }

  @Test
  void aGlobIsExpandedForEachBatch() throws Exception {
    write("day-1/a", "a", 500);
    try (SteppedProgram program = lines(Table.conf(), path() + "/day-*")) {
      assertThat(program.next()).isEqualTo(batch(part("a")));

      write("day-2/b", "b", 1_500);
      write("other/c", "c", 1_500);
      write("day-file", "not looked at", 1_500);
      assertThat(program.next()).isEqualTo(batch(part("b")));
    }
  }

  @Test
  void aDirectoryMayComeAndGo() throws Exception {
    try (SteppedProgram program = lines(Table.conf(), path() + "/in")) {
      assertThat(program.next()).isEqualTo(batch());

      Path file = write("in/a", "a", 1_500);
      assertThat(program.next()).isEqualTo(batch(part("a")));

      Files.delete(file);
      Files.delete(file.getParent());
      assertThat(program.next()).isEqualTo(batch());

      write("in/b", "b", 3_500);
      assertThat(program.next()).isEqualTo(batch(part("b")));
    }
  }

  @Test
  void aPathThatIsAFileHasNone() throws Exception {
    write("a", "a", 500);
    try (SteppedProgram program = lines(Table.conf(), path() + "/a")) {
      assertThat(program.next()).isEqualTo(batch());
    }
  }

  @Test
  void linesEndInAnyWayAndSplitsAreCutBetweenThem() throws Exception {
    SparkConf conf =
        Table.conf().set("spark.hadoop.mapreduce.input.fileinputformat.split.maxsize", "10");
    try (SteppedProgram program = lines(conf, path())) {
      write("a", "one\ntwo\r\nthree\rfour", 500);
      write("empty", "", 500);
      write("b", "\u00e4\n\nlast", 600);
      assertThat(sorted(program.next()))
          .containsExactlyInAnyOrder(
              part("one", "two", "three"), part("four"), part("\u00e4", "", "last"));
    }
  }

  /** The order of the files is the file system's. */
  @SuppressWarnings("unchecked")
  private static List<Object> sorted(Batch<?> batch) {
    return (List<Object>) (List<?>) batch.partitions();
  }

  @Test
  void compressedFilesAreReadByTheirCodec() throws Exception {
    try (SteppedProgram program = lines(Table.conf(), path())) {
      Path plain = directory.resolveSibling(directory.getFileName() + ".gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(plain))) {
        out.write("one\ntwo\n".getBytes(UTF_8));
      }
      write("a.gz", Files.readAllBytes(plain), 500);
      assertThat(program.next()).isEqualTo(batch(part("one", "two")));
    }
  }

  @Test
  void binaryRecordsHaveOneLength() throws Exception {
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaDStream<byte[]> records = program.context().binaryRecordsStream(path(), 4);
      program.watch(records.map(record -> new String(record, UTF_8)));
      program.start();
      write("a", "abcdefgh", 500);
      assertThat(program.next()).isEqualTo(batch(part("abcd", "efgh")));

      write("b", "abcdefg", 1_500);
      assertThat(program.next().failure()).isEqualTo("java.io.EOFException");
    }
  }

  @Test
  void windowsAndStatesReadFilesOnce() throws Exception {
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaDStream<String> lines = program.context().textFileStream(path());
      program.watch(lines.window(Durations.seconds(2), Durations.seconds(1)));
      program.start();
      Path file = write("a", "a", 500);
      assertThat(program.next()).isEqualTo(batch(part("a")));

      Files.delete(file);
      write("b", "b", 1_500);
      assertThat(program.next()).isEqualTo(batch(part("a"), part("b")));
    }
  }
}
