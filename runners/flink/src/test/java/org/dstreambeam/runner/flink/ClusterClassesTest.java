// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.flinkcluster.ClusterProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

/** A cluster that runs many programs in turn must not keep their classes. */
@Timeout(300)
class ClusterClassesTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final Pattern LOADERS =
      Pattern.compile(
          "\\s(\\d+)\\s+\\d+\\s+org\\.apache\\.flink\\.util\\.ChildFirstClassLoader\\b");

  private static final int PROGRAMS = 3;

  /**
   * The last program's: {@code java.lang.runtime.ObjectMethods} of the JDK keeps the type that it
   * has last compared. The other one is for what else keeps a last one for a while.
   */
  private static final int KEPT = 2;

  private static final int LOOKS = 60;

  @Test
  void theClassesOfProgramsThatHaveEndedAreUnloaded() throws Exception {
    for (int i = 0; i < PROGRAMS; i++) {
      run();
    }
    for (ClusterProcess taskManager : CLUSTER.cluster().taskManagers()) {
      int loaders = loaders(taskManager);
      for (int i = 0; i < LOOKS && loaders > KEPT; i++) { // a slot is given back after its job
        loaders = loaders(taskManager);
      }
      assertThat(loaders).as("class loaders of jobs in %s", taskManager).isBetween(0, KEPT);
    }
  }

  /** Runs a program in all TaskManagers until it has printed something. */
  private static void run() throws Exception {
    StringBuffer printed = new StringBuffer();
    JavaStreamingContext context =
        new JavaStreamingContext(
            EmbeddedProgram.conf(CLUSTER.master()), Durations.milliseconds(200));
    context.sparkContext().sc().console().redirect(printed::append);
    JavaPairDStream<String, Integer> counts =
        EmbeddedProgram.batches(context, List.of("to", "be"))
            .mapToPair(word -> new Tuple2<>(word, 1))
            .reduceByKey(Integer::sum);
    counts.foreachRDD(rdd -> useHadoopOnAThreadOfTheProcess());
    counts.print();
    context.start();
    while (printed.indexOf("(to,1)") < 0) {
      assertThat(context.awaitTerminationOrTimeout(50)).isFalse();
    }
    for (ClusterProcess taskManager : CLUSTER.cluster().taskManagers()) {
      assertThat(loaders(taskManager)).as("while it runs, in %s", taskManager).isPositive();
    }
    context.stop(true, false);
  }

  /** As on one of a pool that the process had before the job: it knows nothing of its classes. */
  private static void useHadoopOnAThreadOfTheProcess() throws Exception {
    FutureTask<Long> use = new FutureTask<>(() -> new FileSystem.Statistics("file").getBytesRead());
    Thread thread = new Thread(use);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    thread.start();
    assertThat(use.get()).isZero();
  }

  /** After a collection of garbage. */
  private static int loaders(ClusterProcess taskManager) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(taskManager.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(histogram).contains("java.lang.Object");
    Matcher loaders = LOADERS.matcher(histogram);
    return loaders.find() ? Integer.parseInt(loaders.group(1)) : 0;
  }
}
