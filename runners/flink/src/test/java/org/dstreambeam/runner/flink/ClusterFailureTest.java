// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.flinkcluster.ClusterJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a program on a cluster when its own code fails. */
@Timeout(300)
class ClusterFailureTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final String CONTINUE = "spark.dstreambeam.flink.continueAfterFailures";

  @TempDir private Path directory;

  private Map<String, String> before = Map.of();

  @BeforeEach
  void lookAtJobs() throws InterruptedException {
    before = jobs().states();
  }

  private static ClusterJobs jobs() {
    return new ClusterJobs(CLUSTER.cluster());
  }

  /** How the jobs of this test have ended. */
  private List<String> ends() throws InterruptedException {
    Map<String, String> states = new TreeMap<>(jobs().states());
    states.keySet().removeAll(before.keySet());
    return List.copyOf(states.values());
  }

  private JavaStreamingContext context(String key, String value) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster(CLUSTER.master())
            .setAppName("failing")
            .set("spark.cores.max", "1")
            .set(key, value);
    return new JavaStreamingContext(conf, Durations.milliseconds(200));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private List<String> lines(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void append(String file, String line) throws IOException {
    Files.writeString(
        Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static JavaDStream<Integer> numbers(JavaStreamingContext context) {
    ArrayDeque<JavaRDD<Integer>> queue = new ArrayDeque<>();
    for (int i = 1; i <= 3; i++) {
      queue.add(context.sparkContext().parallelize(List.of(i), 1));
    }
    return context.queueStream(queue);
  }

  private static void fail(String file) throws IOException {
    append(file, "attempt");
    throw new IllegalStateException("no sink today");
  }

  @Test
  void aDriverFunctionIsCalledAgainAndThenTheJobFailsForGood() throws Exception {
    String attempts = file("attempts");
    JavaStreamingContext context = context("spark.task.maxFailures", "2");
    context.checkpoint(file("checkpoints")); // a job that could be restarted
    numbers(context).foreachRDD(rdd -> fail(attempts));

    context.start();
    Throwable failure = catchThrowable(context::awaitTermination);
    context.stop();

    assertThat(failure)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no sink today");
    assertThat(lines("attempts")).containsExactly("attempt", "attempt");
    assertThat(ends()).containsExactly("FAILED");
  }

  @Test
  void aTaskIsTriedAgainAndItsOutputIsNot() throws Exception {
    String attempts = file("attempts");
    JavaStreamingContext context = context("spark.task.maxFailures", "3");
    numbers(context).foreachRDD(rdd -> rdd.foreach(number -> fail(attempts)));

    context.start();
    Throwable failure = catchThrowable(context::awaitTermination);
    context.stop();

    assertThat(failure).hasStackTraceContaining("no sink today");
    assertThat(lines("attempts")).hasSize(3);
    assertThat(ends()).containsExactly("FAILED");
  }

  @Test
  void otherOutputsAndLaterBatchesRunIfTheProgramSaysSo() throws Exception {
    String attempts = file("attempts");
    String others = file("others");
    JavaStreamingContext context = context(CONTINUE, "true");
    JavaDStream<Integer> numbers = numbers(context);
    numbers
        .filter(number -> number == 2)
        .foreachRDD(
            rdd -> {
              if (!rdd.isEmpty()) {
                fail(attempts);
              }
            });
    numbers.foreachRDD(rdd -> append(others, rdd.collect().toString()));

    context.start();
    while (lines("others").size() < 4) {
      assertThat(context.awaitTerminationOrTimeout(50)).isFalse();
    }
    context.stop(true, true);

    assertThat(lines("attempts")).hasSize(4);
    assertThat(lines("others")).startsWith("[1]", "[2]", "[3]", "[]");
    assertThat(ends()).doesNotContain("FAILED");
  }
}
