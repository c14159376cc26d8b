// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** What the measured programs share: how they start, wait, report and end. */
final class Program {

  interface Body {
    void run() throws Exception;
  }

  private Program() {}

  /** Runs the program and ends the process, whatever threads the engine leaves behind. */
  static void run(Body body) {
    int exitCode = 1;
    try {
      body.run();
      exitCode = 0;
    } catch (Throwable failure) {
      failure.printStackTrace();
    }
    System.exit(exitCode);
  }

  static JavaStreamingContext context(String master, Duration batch) {
    return new JavaStreamingContext(conf(master), batch);
  }

  static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("benchmark")
        .set("spark.ui.enabled", "false");
  }

  /**
   * As {@link #context}, with a directory on local disk for checkpoints of RDDs, which operations
   * with a state ask for. It is removed at the end.
   */
  static JavaStreamingContext checkpointed(SparkConf conf, Duration batch) throws IOException {
    JavaStreamingContext jssc = new JavaStreamingContext(conf, batch);
    jssc.sparkContext().setCheckpointDir(temporaryDirectory().toString());
    return jssc;
  }

  /** A new directory on local disk, which is removed at the end. */
  static Path temporaryDirectory() throws IOException {
    Path directory = Files.createTempDirectory("benchmark");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
    return directory;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      e.printStackTrace(); // the directory for temporary files is left to whoever tidies it
    }
  }

  /**
   * Waits until the program has seen what it waits for; a failed output ends the wait by throwing.
   */
  static void await(JavaStreamingContext jssc, CountDownLatch done) throws InterruptedException {
    while (done.getCount() > 0) {
      if (jssc.awaitTerminationOrTimeout(50)) {
        throw new IllegalStateException("The context stopped before the last measured batch");
      }
    }
  }

  /** Fails the batch, and with it the run, if something has not come out as it must. */
  static void check(Time time, long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(
          "Batch %s: got %d instead of %d".formatted(time, result, expected));
    }
  }

  static void report(String key, double value) {
    System.out.println(String.format(Locale.ROOT, "RESULT %s %.6f", key, value));
  }

  /**
   * Reports the most physical memory the process ever held, in MB of 1024 kB, as Linux counts it.
   */
  static void reportPeakMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        long kilobytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
        report("peak-memory", kilobytes / 1024.0);
      }
    }
  }
}
