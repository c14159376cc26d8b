// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the JVM of a program ends: as with Spark, whose threads are daemons. */
@Timeout(120)
class JvmExitTest {

  @TempDir Path directory;

  /** Returns from main after the first batch, without waiting for the end of the context. */
  static final class Returning {
    private Returning() {}

    public static void main(String[] args) throws InterruptedException {
      JavaStreamingContext context = newContext(new SparkConf());
      CountDownLatch batch = new CountDownLatch(1);
      context
          .receiverStream(new SayingReceiver())
          .foreachRDD(
              rdd -> {
                System.out.println("batch");
                batch.countDown();
              });
      context.start();
      batch.await();
      System.out.println("main returns");
    }
  }

  @Test
  void aMainThatReturnsEndsTheJvmAndStopsTheContext() throws Exception {
    Process process = start(Returning.class);

    assertThat(end(process)).isZero();
    assertThat(out()).containsSubsequence("batch", "main returns", "receiver stopped");
  }

  /** Throws what awaitTermination throws. */
  static final class Failing {
    private Failing() {}

    public static void main(String[] args) throws InterruptedException {
      JavaStreamingContext context = newContext(new SparkConf());
      context
          .receiverStream(new SayingReceiver())
          .foreachRDD(
              rdd -> {
                throw new IllegalStateException("no output today");
              });
      context.start();
      context.awaitTermination();
    }
  }

  @Test
  void aMainThatThrowsWhatAnOutputThrewEndsTheJvmWithOne() throws Exception {
    Process process = start(Failing.class);

    assertThat(end(process)).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("err")))
        .contains("Exception in thread \"main\" java.lang.IllegalStateException: no output today");
    assertThat(out()).contains("receiver stopped");
  }

  /** Has an operation that runs out of memory, by hand. */
  static final class OutOfMemory {
    private OutOfMemory() {}

    public static void main(String[] args) throws InterruptedException {
      JavaStreamingContext context = newContext(new SparkConf());
      context
          .receiverStream(new SayingReceiver())
          .map(
              number -> {
                throw new OutOfMemoryError("by hand");
              })
          .print();
      context.start();
      context.awaitTermination();
    }
  }

  @Test
  void aTaskThatRunsOutOfMemoryEndsTheJvmWithOne() throws Exception {
    Process process = start(OutOfMemory.class);

    assertThat(end(process)).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("err")))
        .contains("Exception in thread \"main\" java.lang.OutOfMemoryError: by hand");
  }

  /** Waits for ever; on a shutdown it is to process what it has received. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      SparkConf conf = new SparkConf().set("spark.streaming.stopGracefullyOnShutdown", "true");
      JavaStreamingContext context = newContext(conf);
      context
          .receiverStream(new SayingReceiver())
          .foreachRDD(rdd -> rdd.collect().forEach(n -> System.out.println("processed " + n)));
      context.start();
      context.awaitTermination();
    }
  }

  @Test
  void aTerminatedProgramProcessesWhatItHasReceivedIfAskedTo() throws Exception {
    Process process = start(Waiting.class);
    Journal.awaitThat(
        () -> "the receiver's first word in " + out(), () -> out().contains("processed 1"));

    process.toHandle().destroy(); // SIGTERM

    assertThat(end(process)).isEqualTo(143);
    List<String> received = out().stream().filter(line -> line.startsWith("received ")).toList();
    List<String> processed = out().stream().filter(line -> line.startsWith("processed ")).toList();
    assertThat(processed)
        .isEqualTo(received.stream().map(line -> line.replace("received", "processed")).toList());
  }

  private static JavaStreamingContext newContext(SparkConf conf) {
    return new JavaStreamingContext(
        conf.setMaster("local[2]").setAppName("child"), Durations.milliseconds(200));
  }

  /** Stores numbers as fast as is sensible, and says when it is stopped. */
  private static final class SayingReceiver extends Receiver<Integer> {
    private static final long serialVersionUID = 1L;

    private static final CountDownLatch STOPPED = new CountDownLatch(1);

    SayingReceiver() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {
      Thread thread = new Thread(this::receive, "numbers");
      thread.setDaemon(true);
      thread.start();
    }

    private void receive() {
      try {
        for (int n = 1; !STOPPED.await(10, TimeUnit.MILLISECONDS); n++) {
          receive(n);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void receive(int n) {
      if (STOPPED.getCount() > 0) {
        store(n);
        System.out.println("received " + n);
      }
    }

    @Override
    public synchronized void onStop() {
      STOPPED.countDown();
      System.out.println("receiver stopped");
    }
  }

  private Process start(Class<?> main) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }

  private static int end(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> out() {
    try {
      return Files.readAllLines(directory.resolve("out"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
