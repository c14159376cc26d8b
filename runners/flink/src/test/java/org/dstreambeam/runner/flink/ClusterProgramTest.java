// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.util.LongAccumulator;
import org.dstreambeam.spi.CannotStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Programs whose tasks and driver functions run in the TaskManagers of a cluster. */
@Timeout(300)
class ClusterProgramTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  @TempDir private Path directory;

  @Test
  void countsInAStateAndEndsWithItsLastBatch() throws Exception {
    CountedOutput output = new CountedOutput(directory.resolve("out"), 20_000);
    JavaStreamingContext context = counting(CLUSTER.master(), output);
    context.start();
    while (!output.isComplete()) {
      assertThat(context.awaitTerminationOrTimeout(50)).isFalse();
    }
    context.stop(true, true);

    CountedOutput.Findings findings = output.check();
    assertThat(findings.complaints()).isEmpty();
    assertThat(findings.repeated()).isZero();
    assertThat(refusal("local[2]", output))
        .startsWith("The checkpoint directory file:" + directory)
        .contains(" holds what a program on a cluster knew,")
        .contains(" run it with flink://host:port, or start anew ");
  }

  @Test
  void theCheckpointOfALocalProgramIsRefused() throws Exception {
    CountedOutput output = new CountedOutput(directory.resolve("out"), 1_000);
    JavaStreamingContext context = counting("local[2]", output);
    context.start();
    while (!output.isComplete()) {
      assertThat(context.awaitTerminationOrTimeout(50)).isFalse();
    }
    context.stop(true, true);
    int known = output.lines().size();

    assertThat(refusal(CLUSTER.master(), output))
        .startsWith("The checkpoint directory file:" + directory)
        .contains(" holds what a program with a local master knew,")
        .contains(" run it with local[n], or start anew ");
    assertThat(output.lines()).as("nothing has run").hasSize(known);
  }

  /** What a further start of the program says, with another master. */
  private String refusal(String master, CountedOutput output) {
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(checkpoints(), () -> counting(master, output));
    Throwable refused = catchThrowable(context::start);
    context.stop();
    assertThat(refused).isInstanceOf(CannotStartException.class);
    String message = String.valueOf(refused.getMessage());
    assertThat(message).doesNotContain("\n");
    return message;
  }

  private JavaStreamingContext counting(String master, CountedOutput output) {
    return CountingProgram.newContext(checkpoints(), output.out(), output.count(), master);
  }

  private String checkpoints() {
    return directory.resolve("checkpoints").toString();
  }

  @Test
  void filesAreListedOnceAndReadByAllSlots() throws Exception {
    Path in = Files.createDirectory(directory.resolve("in"));
    String out = directory.resolve("lines").toString();
    SparkConf conf = EmbeddedProgram.conf(CLUSTER.master());
    conf.set("spark.hadoop.mapreduce.input.fileinputformat.split.maxsize", "1000");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.milliseconds(200));
    LongAccumulator lines = context.sparkContext().sc().longAccumulator("lines");
    context
        .textFileStream(in.toString())
        .map(line -> Integer.valueOf(line) + " " + ProcessHandle.current().pid())
        .foreachRDD(
            rdd -> {
              List<String> read = rdd.collect();
              Files.write(Path.of(out), read, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
              lines.add(read.size());
            });
    context.start();
    for (int file = 0; file < 3; file++) {
      List<String> numbers =
          IntStream.range(file * 1_000, (file + 1) * 1_000).mapToObj(String::valueOf).toList();
      Path unfinished = Files.write(in.resolve(".new"), numbers);
      Files.move(unfinished, in.resolve("file-" + file));
      while (lines.value() < numbers.size() * (file + 1)) {
        assertThat(context.awaitTerminationOrTimeout(50)).isFalse();
      }
    }
    context.stop(true, true);

    List<String[]> read =
        Files.readAllLines(Path.of(out)).stream().map(line -> line.split(" ")).toList();
    assertThat(read)
        .extracting(line -> Integer.valueOf(line[0]))
        .as("in the order of the files")
        .isEqualTo(IntStream.range(0, 3_000).boxed().toList());
    assertThat(read.stream().map(line -> line[1]).distinct()).as("processes that read").hasSize(2);
  }

  /** Each split is read in a slot. */
  @Test
  void numbersOfABeamSourceAreInTheStateOnce() throws Exception {
    CountedOutput output = new CountedOutput(directory.resolve("out"), 20_000);
    JavaStreamingContext context =
        CountingProgram.newContext(
            checkpoints(), output.out(), output.count(), CLUSTER.master(), CountingProgram.BEAM);
    context.start();
    while (!output.isComplete()) {
      assertThat(context.awaitTerminationOrTimeout(50)).isFalse();
    }
    context.stop(true, true);

    CountedOutput.Findings findings = output.check();
    assertThat(findings.complaints()).isEmpty();
    assertThat(findings.repeated()).isZero();
  }

  /**
   * As legacy programs do; the function runs in a TaskManager, the end is the client's business.
   */
  @Test
  void aDriverFunctionStopsTheProgramAndPrintReachesTheClient() throws Exception {
    StringBuffer printed = new StringBuffer();
    JavaStreamingContext context =
        new JavaStreamingContext(
            EmbeddedProgram.conf(CLUSTER.master()), Durations.milliseconds(200));
    context.sparkContext().sc().console().redirect(printed::append);
    JavaDStream<String> words =
        EmbeddedProgram.batches(context, List.of("to", "be"), List.of("or"), List.of("not"));
    JavaPairDStream<String, Integer> counts =
        words.mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey(Integer::sum);
    counts.print();
    counts.mapPartitions(partition -> List.of("partition").iterator()).countByValue().print();
    words.foreachRDD(
        rdd -> {
          if (rdd.collect().contains("not")) {
            context.stop(true, true);
          }
        });
    context.start();
    context.awaitTermination();

    assertThat(printed).contains("(to,1)", "(be,1)", "(or,1)", "(not,1)");
    assertThat(printed).contains("(partition," + ClusterUnderTest.SLOTS + ")");
    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
  }

  @Test
  void accumulatorsAndBroadcastVariablesPassBetweenTasksDriverFunctionsAndTheClient()
      throws Exception {
    JavaStreamingContext context =
        new JavaStreamingContext(
            EmbeddedProgram.conf(CLUSTER.master()), Durations.milliseconds(200));
    LongAccumulator seen = context.sparkContext().sc().longAccumulator("seen");
    LongAccumulator outputs = context.sparkContext().sc().longAccumulator("outputs");
    seen.add(100);
    Broadcast<List<String>> known = context.sparkContext().broadcast(List.of("to", "be", "not"));
    Queue<JavaRDD<String>> batches = new ArrayDeque<>();
    batches.add(context.sparkContext().parallelize(List.of("to", "be", "or", "is"), 4));
    batches.add(context.sparkContext().parallelize(List.of("not"), 1));
    batches.add(context.sparkContext().parallelize(List.of("the end"), 1));
    String file = directory.resolve("seen").toString();
    context
        .queueStream(batches)
        .filter(
            word -> {
              seen.add(1);
              return known.value().contains(word);
            })
        .mapToPair(word -> new Tuple2<>(word, 1))
        .reduceByKey(Integer::sum)
        .foreachRDD(
            rdd -> {
              outputs.add(1);
              Files.writeString(
                  Path.of(file),
                  rdd.count() + " of " + seen.value() + "\n",
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND);
              if (seen.value() >= 106) {
                context.stop(true, true);
              }
            });
    context.start();
    context.awaitTermination();

    List<String> lines = Files.readAllLines(Path.of(file));
    assertThat(lines).startsWith("2 of 104", "1 of 105", "0 of 106");
    assertThat(seen.value()).isEqualTo(106);
    assertThat(outputs.value()).isEqualTo(lines.size());
  }

  @Test
  void theDefaultParallelismIsThatOfTheSlotsThatAProgramMayTake() {
    SparkConf conf = EmbeddedProgram.conf(CLUSTER.master());
    assertThat(defaultParallelism(conf)).isEqualTo(ClusterUnderTest.SLOTS);
    assertThat(defaultParallelism(conf.set("spark.cores.max", "3"))).isEqualTo(3);
    assertThat(defaultParallelism(conf.setMaster("flink://127.0.0.1:1"))).isEqualTo(2);
  }

  private static int defaultParallelism(SparkConf conf) {
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      return spark.defaultParallelism();
    }
  }
}
