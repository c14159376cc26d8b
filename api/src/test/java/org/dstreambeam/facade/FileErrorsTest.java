// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TextOutputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Errors of files name the operation and where the program called it. */
class FileErrorsTest {

  @TempDir Path directory;
  private final JavaSparkContext spark = new JavaSparkContext("local[2]", "files");

  @AfterEach
  void stop() {
    spark.stop();
  }

  private static void assertNamed(ThrowingCallable call, String operation, String what) {
    Throwable failure = catchThrowable(call);
    assertThat(failure).isNotNull();
    assertThat(Arrays.stream(failure.getSuppressed()).map(Throwable::toString))
        .singleElement()
        .asString()
        .matches(operation + " at FileErrorsTest\\.java:\\d+ failed: .*")
        .contains(what);
  }

  @Test
  void namesSaves() {
    JavaRDD<String> letters = spark.parallelize(List.of("a"), 1);
    JavaPairRDD<String, Integer> pairs = spark.parallelizePairs(List.of(new Tuple2<>("a", 1)), 1);
    String existing = directory.toString();

    assertNamed(() -> letters.saveAsTextFile(existing), "saveAsTextFile", existing);
    assertNamed(() -> letters.saveAsTextFile("no://x"), "saveAsTextFile", "no://x");
    assertNamed(() -> letters.saveAsTextFile("a:b:c"), "saveAsTextFile", "a:b:c");
    assertNamed(() -> letters.saveAsObjectFile(existing), "saveAsObjectFile", existing);
    assertNamed(() -> letters.rdd().saveAsTextFile(existing), "saveAsTextFile", existing);
    assertNamed(
        () -> pairs.saveAsHadoopFile(existing, Text.class, Text.class, TextOutputFormat.class),
        "saveAsHadoopFile",
        existing);
    assertNamed(
        () ->
            pairs.saveAsNewAPIHadoopFile(
                existing,
                Text.class,
                Text.class,
                org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class),
        "saveAsNewAPIHadoopFile",
        existing);
    assertNamed(
        () -> pairs.saveAsHadoopDataset(new JobConf()), "saveAsHadoopDataset", "its JobConf");
    assertNamed(
        () -> pairs.saveAsNewAPIHadoopDataset(new Configuration()),
        "saveAsNewAPIHadoopDataset",
        "its configuration");
  }

  @Test
  void namesReads() {
    String missing = directory.resolve("missing").toString();

    assertNamed(() -> spark.textFile(missing).count(), "textFile", "its input");
    assertNamed(() -> spark.textFile("no://x").count(), "textFile", "its input");
    assertNamed(() -> spark.textFile("a:b:c").map(s -> s).collect(), "textFile", "its input");
    assertNamed(() -> spark.objectFile(missing).count(), "objectFile", "its input");
    assertNamed(() -> spark.wholeTextFiles(missing).count(), "wholeTextFiles", "its input");
    assertNamed(
        () ->
            spark
                .newAPIHadoopFile(
                    missing,
                    TextInputFormat.class,
                    LongWritable.class,
                    Text.class,
                    new Configuration())
                .getNumPartitions(),
        "newAPIHadoopFile",
        "its input");
  }
}
