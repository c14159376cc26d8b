// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.util.LongAccumulator;
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
    JavaStreamingContext context =
        CountingProgram.newContext(
            directory.resolve("checkpoints").toString(),
            output.out(),
            output.count(),
            CLUSTER.master());
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
    words.foreachRDD(
        rdd -> {
          if (rdd.collect().contains("not")) {
            context.stop(true, true);
          }
        });
    context.start();
    context.awaitTermination();

    assertThat(printed).contains("(to,1)", "(be,1)", "(or,1)", "(not,1)");
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
}
