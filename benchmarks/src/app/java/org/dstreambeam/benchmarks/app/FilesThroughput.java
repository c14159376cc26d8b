// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * How long a batch of many files takes: from its end, when the directory is listed, to its lines
 * being counted.
 *
 * <p>All files of a set are moved into the directory at once, right after a batch has begun, and
 * the next set follows when the engine has nothing left to do. Sets are links to the same files,
 * which the system has in its cache. Each set must be one batch, and none of its lines missing.
 *
 * <p>Arguments: master, files in a set, lines of a hundred bytes in a file, sets of the warm-up,
 * sets measured.
 */
public final class FilesThroughput {

  private static final int BATCH_INTERVAL_MS = 1_000;

  /** With the newline. */
  private static final int LINE_BYTES = 100;

  private static final int MOVED_WITHIN_MS = 700;

  private final int files;
  private final int lines;
  private final Path directory;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

  /** What the output of a batch found, and when. */
  private record Seen(long batch, long count, long millis) {}

  private FilesThroughput(int files, int lines, Path directory) {
    this.files = files;
    this.lines = lines;
    this.directory = directory;
  }

  public static void main(String[] args) {
    Program.run(
        () -> {
          Path directory = Program.temporaryDirectory();
          new FilesThroughput(Integer.parseInt(args[1]), Integer.parseInt(args[2]), directory)
              .measure(args[0], Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        });
  }

  private void measure(String master, int warmUpSets, int measuredSets) throws Exception {
    Path incoming = Files.createDirectory(directory.resolve("incoming"));
    write();
    JavaStreamingContext jssc = Program.context(master, Durations.milliseconds(BATCH_INTERVAL_MS));
    jssc.textFileStream(incoming.toUri().toString())
        .filter(line -> line.length() == LINE_BYTES - 1)
        .count()
        .foreachRDD((rdd, time) -> output(rdd.first(), time));
    jssc.start();
    long millis = 0;
    for (int set = 0; set < warmUpSets + measuredSets; set++) {
      awaitIdle();
      long batch = nextBatch();
      moveIn(incoming, set);
      long taken = awaitLines(batch);
      if (set >= warmUpSets) {
        millis += taken;
        Program.report("set-millis", taken);
      }
    }
    double seconds = millis / 1e3;
    Program.report("throughput", (double) measuredSets * files * lines / seconds);
    Program.report("files", (double) measuredSets * files / seconds);
    Program.reportPeakMemory();
    jssc.stop(true, false);
  }

  private void output(long count, Time time) {
    seen.add(new Seen(time.milliseconds(), count, System.currentTimeMillis()));
  }

  private void write() throws IOException {
    byte[] content =
        ("x".repeat(LINE_BYTES - 1) + "\n").repeat(lines).getBytes(StandardCharsets.US_ASCII);
    Path originals = Files.createDirectory(directory.resolve("originals"));
    Files.createDirectory(directory.resolve("links"));
    for (int i = 0; i < files; i++) {
      Files.write(originals.resolve("part-" + i), content);
    }
  }

  /** Until the last batch that has ended is the one seen. */
  private void awaitIdle() throws InterruptedException {
    while (System.currentTimeMillis() - seen.take().batch() >= BATCH_INTERVAL_MS) {}
  }

  /** Waits for the beginning of the next batch, and returns its time. */
  private static long nextBatch() throws InterruptedException {
    long now = System.currentTimeMillis();
    Thread.sleep(BATCH_INTERVAL_MS - now % BATCH_INTERVAL_MS);
    long begun = System.currentTimeMillis();
    return begun - begun % BATCH_INTERVAL_MS + BATCH_INTERVAL_MS;
  }

  private void moveIn(Path incoming, int set) throws IOException {
    Path links = directory.resolve("links");
    for (int i = 0; i < files; i++) {
      Path original = directory.resolve("originals/part-" + i);
      Files.setLastModifiedTime(original, FileTime.fromMillis(System.currentTimeMillis()));
      Files.createLink(links.resolve("part-" + set + "-" + i), original);
      Files.deleteIfExists(incoming.resolve("part-" + (set - 1) + "-" + i));
    }
    for (int i = 0; i < files; i++) {
      String name = "part-" + set + "-" + i;
      Files.move(links.resolve(name), incoming.resolve(name));
    }
    if (System.currentTimeMillis() % BATCH_INTERVAL_MS > MOVED_WITHIN_MS) {
      throw new IllegalStateException("The files were not moved within a batch: busy machine?");
    }
  }

  /** How long the batch took, in ms after its end. */
  private long awaitLines(long batch) throws InterruptedException {
    Seen next = seen.take();
    while (next.batch() < batch) {
      Program.check(new Time(next.batch()), next.count(), 0);
      next = seen.take();
    }
    Program.check(new Time(next.batch()), next.count(), (long) files * lines);
    return next.millis() - batch;
  }
}
