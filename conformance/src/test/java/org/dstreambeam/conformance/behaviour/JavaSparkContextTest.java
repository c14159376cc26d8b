// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How contexts are made, what they know, and the RDDs that they make. */
class JavaSparkContextTest {

  private static void check(JavaSparkContext made, String name) {
    try (JavaSparkContext context = made) {
      assertThat(context.master()).isEqualTo("local[2]");
      assertThat(context.appName()).isEqualTo(name);
      assertThat(context.parallelize(List.of(1, 2, 3)).reduce(Integer::sum)).isEqualTo(6);
    }
  }

  @Test
  void isMadeInManyWays() {
    check(new JavaSparkContext("local[2]", "a"), "a");
    check(new JavaSparkContext("local[2]", "b", new SparkConf().setAppName("other")), "b");
    check(new JavaSparkContext(Table.conf()), "behaviour");
    check(new JavaSparkContext(new SparkContext(Table.conf())), "behaviour");
    check(new JavaSparkContext("local[2]", "c", "/home", new String[0]), "c");
    check(new JavaSparkContext("local[2]", "d", "/home", new String[0], Map.of("A", "1")), "d");
    check(JavaSparkContext.fromSparkContext(new SparkContext(Table.conf())), "behaviour");
  }

  @Test
  void needsAMasterAndAName() {
    assertThatThrownBy(() -> new JavaSparkContext(new SparkConf(false).setAppName("a")))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("A master URL must be set in your configuration");
    assertThatThrownBy(() -> new JavaSparkContext(new SparkConf(false).setMaster("local")))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("An application name must be set in your configuration");
    assertThatThrownBy(() -> new JavaSparkContext())
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("A master URL must be set in your configuration");
  }

  @Test
  void isTheOnlyOne() {
    try (JavaSparkContext first = new JavaSparkContext(Table.conf())) {
      assertThatThrownBy(() -> new JavaSparkContext(Table.conf()))
          .isExactlyInstanceOf(SparkException.class)
          .hasMessageStartingWith(
              "Only one SparkContext should be running in this JVM (see SPARK-2243)."
                  + "The currently running SparkContext was created at:\n");
      assertThat(first.emptyRDD().count()).isZero();
    }
  }

  @Test
  void knowsWhatItWasMadeOf() {
    SparkConf conf = Table.conf().set("spark.of.the.program", "1");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      conf.set("spark.of.the.program", "2");
      assertThat(context.getConf().get("spark.of.the.program")).isEqualTo("1");
      context.getConf().set("spark.of.the.program", "3");
      assertThat(context.getConf().get("spark.of.the.program")).isEqualTo("1");
      assertThat(context.isLocal()).isTrue();
      assertThat(context.defaultParallelism()).isEqualTo(2);
      assertThat(context.defaultMinPartitions()).isEqualTo(2);
      assertThat(context.version()).startsWith("3.5.");
      assertThat(context.startTime()).isPositive();
      assertThat(context.sparkUser()).isEqualTo(System.getProperty("user.name"));
      assertThat(context.jars()).isEmpty();
      assertThat(context.getSparkHome().isPresent()).isEqualTo(System.getenv("SPARK_HOME") != null);
      assertThat(JavaSparkContext.toSparkContext(context)).isSameAs(context.sc());
      JavaRDD<Integer> rdd = context.emptyRDD();
      assertThat(rdd.context()).isSameAs(context.sc());
      assertThat(new JavaSparkContext(rdd.context()).sc()).isSameAs(context.sc());
      context.setLogLevel("ERROR");
      assertThatThrownBy(() -> context.setLogLevel("loud"))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("requirement failed: Supplied level loud did not match one of:");
      context.setJobDescription("what for");
      assertThat(context.getLocalProperty("spark.job.description")).isEqualTo("what for");
      context.setLocalProperty("of.the.program", "x");
      assertThat(context.getLocalProperty("of.the.program")).isEqualTo("x");
      context.setLocalProperty("of.the.program", null);
      assertThat(context.getLocalProperty("of.the.program")).isNull();
    }
  }

  @Test
  void worksNoMoreOnceItIsStopped() {
    JavaSparkContext context = new JavaSparkContext(Table.conf());
    JavaRDD<Integer> rdd = context.parallelize(List.of(1));
    context.stop();
    context.stop();
    context.close();
    assertThatThrownBy(rdd::count)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("SparkContext has been shutdown");
    assertThatThrownBy(() -> context.parallelize(List.of(1)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot call methods on a stopped SparkContext.");
  }

  @Test
  void cutsListsIntoSlices() throws Exception {
    Rdds.run(
        rdds -> {
          JavaSparkContext context = rdds.spark();
          Rdds.expect(context.parallelize(List.of(1, 2, 3, 4, 5), 3), "[1] [2, 3] [4, 5]");
          Rdds.expect(context.parallelize(List.of(1, 2, 3)), "[1] [2, 3]");
          Rdds.expect(context.parallelize(List.of(), 2), "[] []");
          Rdds.expect(context.parallelize(Arrays.asList("a", null), 1), "[a, null]");
          Rdds.expect(context.parallelizePairs(List.of(pair(1, 2), pair(3, 4))), "[(1,2)] [(3,4)]");
          Rdds.expect(context.parallelizePairs(List.of(pair(1, 2)), 2), "[] [(1,2)]");
          Rdds.expect(context.parallelizeDoubles(List.of(1.0, 2.0)), "[1.0] [2.0]");
          Rdds.expect(context.parallelizeDoubles(List.of(1.0, 2.0), 1), "[1.0, 2.0]");
          Rdds.expect(context.emptyRDD(), "no partition");
          assertThatThrownBy(() -> context.parallelize(List.of(1), 0).count())
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage("Positive number of partitions required");
        });
  }

  @Test
  void unitesRdds() throws Exception {
    Rdds.run(
        rdds -> {
          JavaSparkContext context = rdds.spark();
          JavaRDD<Integer> one = rdds.of(1, 1);
          JavaRDD<Integer> two = rdds.of(2, 2, 3);
          Rdds.expect(context.union(one), "[1]");
          Rdds.expect(context.union(two, one, rdds.<Integer>none(), one), "[2] [3] [1] [1]");
          JavaPairRDD<Integer, Integer> pairs = one.mapToPair(n -> pair(n, n));
          Rdds.expect(context.union(pairs, pairs), "[(1,1)] [(1,1)]");
          JavaDoubleRDD doubles = context.parallelizeDoubles(List.of(1.0), 1);
          Rdds.expect(context.union(doubles, doubles), "[1.0] [1.0]");
          assertThat(context.union(doubles, doubles).sum()).isEqualTo(2);
        });
  }

  @Test
  void readsFilesIntoAtLeastSoManyPartitions(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("lines"), "a\nb\nc\nd\n");
    Rdds.run(
        rdds -> {
          JavaSparkContext context = rdds.spark();
          JobConf conf = new JobConf();
          FileInputFormat.setInputPaths(conf, file.toUri().toString());
          JavaPairRDD<LongWritable, Text> lines =
              context.hadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class, 4);
          Rdds.expect(lines.map(line -> line._2().toString()), "[a, b] [c] [d] []");
          assertThat(context.binaryFiles(directory.toString(), 1).count()).isEqualTo(1);
          String sequence = directory.resolve("sequence").toString();
          rdds.of(1, 1, 2)
              .mapToPair(n -> pair(new LongWritable(n), new Text("t" + n)))
              .saveAsNewAPIHadoopFile(
                  sequence,
                  LongWritable.class,
                  Text.class,
                  org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat.class);
          assertThat(
                  context
                      .sequenceFile(sequence, LongWritable.class, Text.class, 1)
                      .map(pair -> pair._1() + "=" + pair._2())
                      .collect())
              .containsExactly("1=t1", "2=t2");
        });
  }
}
