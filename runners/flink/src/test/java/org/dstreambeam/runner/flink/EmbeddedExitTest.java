// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the JVM of a program on embedded Flink ends, whose threads are no daemons: as with Spark. */
@Timeout(180)
class EmbeddedExitTest {

  @TempDir private Path directory;

  /** Returns from main after the first batch, without waiting for the end of the context. */
  static final class Returning {
    private Returning() {}

    public static void main(String[] args) throws InterruptedException {
      JavaStreamingContext context = newContext();
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
      JavaStreamingContext context = newContext();
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
    assertThat(err())
        .contains("Exception in thread \"main\" java.lang.IllegalStateException: no output today");
    assertThat(out()).contains("receiver stopped");
  }

  /** Cannot start, after Flink has. */
  static final class NotStarting {
    private NotStarting() {}

    public static void main(String[] args) {
      String checkpoints = args[0];
      JavaStreamingContext context =
          JavaStreamingContext.getOrCreate(
              checkpoints,
              () -> {
                JavaStreamingContext fresh = newContext();
                fresh.checkpoint(checkpoints);
                fresh.receiverStream(new SayingReceiver()).print();
                return fresh;
              });
      Path metadata = Path.of(checkpoints, "dstream-beam");
      try {
        Files.createFile(metadata); // where a directory is to be made
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      context.start();
    }
  }

  @Test
  void aProgramThatCannotKeepCheckpointsEndsTheJvmWithOne() throws Exception {
    Process process = start(NotStarting.class, directory.resolve("checkpoints").toString());

    assertThat(end(process)).isEqualTo(1);
    assertThat(err()).contains("Exception in thread \"main\" ").contains("dstream-beam");
    assertThat(out()).as("no receiver has run").isEmpty();
  }

  /** Leaves while batches run. */
  static final class Exiting {
    private Exiting() {}

    public static void main(String[] args) throws InterruptedException {
      JavaStreamingContext context = newContext();
      CountDownLatch batch = new CountDownLatch(1);
      context.receiverStream(new SayingReceiver()).foreachRDD(rdd -> batch.countDown());
      context.start();
      batch.await();
      System.exit(3);
    }
  }

  @Test
  void systemExitEndsTheJvmWithItsStatus() throws Exception {
    Process process = start(Exiting.class);

    assertThat(end(process)).isEqualTo(3);
    assertThat(out()).contains("receiver stopped");
  }

  /** Waits for ever; on a shutdown it is to process what it has received. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      JavaStreamingContext context = newContext();
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
    while (!out().contains("processed 1")) {
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as("ended: %s", err()).isFalse();
    }

    process.toHandle().destroy(); // SIGTERM

    assertThat(end(process)).isEqualTo(143);
    List<String> received = out().stream().filter(line -> line.startsWith("received ")).toList();
    List<String> processed = out().stream().filter(line -> line.startsWith("processed ")).toList();
    assertThat(processed)
        .isEqualTo(received.stream().map(line -> line.replace("received", "processed")).toList());
  }

  private static JavaStreamingContext newContext() {
    return new JavaStreamingContext(
        EmbeddedProgram.conf("local[2]").set("spark.streaming.stopGracefullyOnShutdown", "true"),
        Durations.milliseconds(200));
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

  private Process start(Class<?> main, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }

  private int end(Process process) throws InterruptedException, IOException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends: %s", err()).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private List<String> out() throws IOException {
    return Files.readAllLines(directory.resolve("out"));
  }
}
