// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams of files on HDFS, and checkpoints there. */
@Timeout(180)
class HdfsTest {

  @RegisterExtension static final MiniHdfs HDFS = new MiniHdfs();

  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<Read> batches = new Journal<>();

  /** What a batch read, and from how many partitions. */
  private record Read(long batch, int partitions, List<String> lines) {}

  private static byte[] lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }

  private static List<String> listOfLines(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
  }

  /** A started program that reads what comes into the directory; its clock stands at 0. */
  private JavaStreamingContext reading(String directory) {
    JavaStreamingContext context = program.onManualClock("local[2]");
    Journal<Read> journal = batches;
    context
        .textFileStream(HDFS.uri(directory))
        .foreachRDD(
            (rdd, time) ->
                journal.add(new Read(time.milliseconds(), rdd.getNumPartitions(), rdd.collect())));
    context.start();
    return context;
  }

  private Read next(JavaStreamingContext context) throws InterruptedException {
    int before = batches.all().size();
    EmbeddedProgram.advance(context, 1);
    return batches.await(before + 1).get(before);
  }

  /** Makes a file of the batch that is open. */
  private static void put(String path, byte[] content, long millis) throws IOException {
    String unfinished = path.replaceFirst("([^/]*)$", ".$1");
    HDFS.write(unfinished, content);
    HDFS.setModified(unfinished, millis);
    HDFS.move(unfinished, path);
  }

  @Test
  void filesOfAllDirectoriesOfAGlobAreRead() throws Exception {
    HDFS.makeDirectory("/logs/a");
    JavaStreamingContext context = reading("/logs/*");
    put("/logs/a/1", lines(0, 2), 50);
    assertThat(next(context)).isEqualTo(new Read(100, 1, listOfLines(0, 2)));

    HDFS.makeDirectory("/logs/b");
    put("/logs/a/2", lines(2, 3), 150);
    put("/logs/b/1", lines(3, 5), 150);
    assertThat(next(context)).isEqualTo(new Read(200, 2, listOfLines(2, 5)));

    assertThat(next(context)).isEqualTo(new Read(300, 0, List.of()));
  }

  @Test
  void aFileOfSeveralBlocksIsReadInAsManyParts() throws Exception {
    HDFS.makeDirectory("/large");
    JavaStreamingContext context = reading("/large");
    byte[] content = lines(0, 5_000);
    int blockSize = 16 * 1024;
    HDFS.write("/unfinished", content, blockSize);
    HDFS.setModified("/unfinished", 50);
    HDFS.move("/unfinished", "/large/file");

    int blocks = (content.length + blockSize - 1) / blockSize;
    assertThat(blocks).isGreaterThan(2);
    assertThat(next(context)).isEqualTo(new Read(100, blocks, listOfLines(0, 5_000)));
  }

  @Test
  void aCompressedFileIsReadByItsCodec() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(lines(0, 1_000));
    }
    HDFS.makeDirectory("/compressed");
    JavaStreamingContext context = reading("/compressed");
    put("/compressed/lines.gz", bytes.toByteArray(), 50);

    assertThat(next(context)).isEqualTo(new Read(100, 1, listOfLines(0, 1_000)));
  }

  @Test
  void thousandsOfFilesAreOneBatch() throws Exception {
    int count = 2_000;
    List<String> files =
        IntStream.range(0, count).mapToObj(i -> "/prepared/file-%04d".formatted(i)).toList();
    HDFS.writeAll(files, "line\n".getBytes(UTF_8), 50);
    HDFS.makeDirectory("/many");
    JavaStreamingContext context = reading("/many/*");
    HDFS.move("/prepared", "/many/all");

    Read read = next(context);
    assertThat(read.partitions()).isEqualTo(count);
    assertThat(read.lines()).hasSize(count).containsOnly("line");
  }

  /** Three starts; each reads what came while it ran, and what came before it. */
  @Test
  void aProgramGoesOnFromACheckpoint() throws Exception {
    HDFS.makeDirectory("/incoming");
    Journal<Counts> counts = new Journal<>();
    Journal<Read> read = batches;
    int written = 0;
    for (int start = 1; start <= 3; start++) {
      JavaStreamingContext context =
          program.watch(
              StatefulProgram.context(
                  HDFS.uri("/checkpoints"),
                  "local[2]",
                  fresh -> {
                    JavaDStream<String> lines = fresh.textFileStream(HDFS.uri("/incoming"));
                    lines.foreachRDD(
                        (rdd, time) ->
                            read.add(
                                new Read(
                                    time.milliseconds(), rdd.getNumPartitions(), rdd.collect())));
                    StatefulProgram.count(lines.map(Long::valueOf), counts);
                  }));
      context.start();
      written = writeNumbers(written, "running-" + start);
      long wanted = written;
      counts.await(count -> count.total() == wanted);
      context.stop(true, start == 1);
      written = writeNumbers(written, "stopped-" + start);
    }

    Map<Long, List<String>> content = new TreeMap<>();
    for (Read batch : read.all()) {
      List<String> before = content.put(batch.batch(), batch.lines());
      if (before != null) { // after the stop that was not graceful
        assertThat(batch.lines()).as("batch %d ms again", batch.batch()).isEqualTo(before);
      }
    }
    List<String> all = new ArrayList<>();
    content.values().forEach(all::addAll);
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, written - 100).mapToObj(String::valueOf).toList());
  }

  private static int writeNumbers(int from, String name) throws IOException {
    String lines =
        LongStream.range(from, from + 100)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining("\n"));
    HDFS.write("/incoming/." + name, lines.getBytes(UTF_8));
    HDFS.move("/incoming/." + name, "/incoming/" + name);
    return from + 100;
  }
}
