// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/** {@code runJob} and {@code submitJob} in the terms of Scala, and what is added for tasks. */
class ScalaJobsTest {

  private static final ClassTag<Integer> INTS = ClassTag$.MODULE$.apply(Integer.class);

  private final JavaSparkContext spark =
      new JavaSparkContext(new SparkConf().setMaster("local[2]").setAppName("jobs"));
  private final List<String> handled = new ArrayList<>();
  private RDD<Integer> numbers;

  @BeforeEach
  void makeNumbers() {
    numbers = spark.parallelize(List.of(1, 2, 3, 4, 5), 3).rdd();
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  private static Function1<Iterator<Integer>, Integer> sum() {
    return (Function1<Iterator<Integer>, Integer> & Serializable) ScalaJobsTest::sumOf;
  }

  private static int sumOf(Iterator<Integer> records) {
    int sum = 0;
    while (records.hasNext()) {
      sum += records.next();
    }
    return sum;
  }

  private static Function2<TaskContext, Iterator<Integer>, Integer> partition() {
    return (Function2<TaskContext, Iterator<Integer>, Integer> & Serializable)
        (task, records) -> task.partitionId() * 10 + task.numPartitions();
  }

  private static Seq<Object> partitions(Integer... indexes) {
    return JavaConverters.asScalaBuffer(new ArrayList<Object>(List.of(indexes)));
  }

  private Function2<Object, Integer, BoxedUnit> handler() {
    return (index, result) -> {
      handled.add(index + ":" + result);
      return BoxedUnit.UNIT;
    };
  }

  @Test
  void runJobGivesAnArrayByPartition() {
    assertThat((Integer[]) spark.sc().runJob(numbers, sum(), INTS)).containsExactly(1, 5, 9);
    assertThat((Integer[]) spark.sc().runJob(numbers, partition(), INTS))
        .containsExactly(3, 13, 23);
  }

  @Test
  void runJobComputesThePartitionsItIsGivenInTheirOrder() {
    assertThat((Integer[]) spark.sc().runJob(numbers, partition(), partitions(2, 0), INTS))
        .containsExactly(23, 3);
    assertThat((Integer[]) spark.sc().runJob(numbers, sum(), partitions(), INTS)).isEmpty();
    assertThatThrownBy(() -> spark.sc().runJob(numbers, sum(), partitions(3), INTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Attempting to access a non-existent partition: 3. Total number of partitions: 3");
  }

  @Test
  void runJobHandsResultsToAHandlerByIndex() {
    spark.sc().runJob(numbers, partition(), partitions(2, 0), handler(), INTS);
    spark.sc().runJob(numbers, sum(), handler(), INTS);
    assertThat(handled).containsExactly("0:23", "1:3", "0:1", "1:5", "2:9");
  }

  @Test
  void submitJobRunsInTheBackground() throws SparkException {
    Function0<String> result = () -> "all " + handled;
    SimpleFutureAction<String> action =
        spark.sc().submitJob(numbers, sum(), partitions(0, 1, 2), handler(), result);
    assertThat(action.get()).isEqualTo("all [0:1, 1:5, 2:9]");
    assertThat(action.isCompleted()).isTrue();
    assertThat(action.isCancelled()).isFalse();
    assertThat(action.jobIds().size()).isEqualTo(1);
    assertThat(action.value().get().get()).isEqualTo("all [0:1, 1:5, 2:9]");
  }

  @Test
  void submitJobFailsItsFuture() {
    Function1<Iterator<Integer>, Integer> failing =
        (Function1<Iterator<Integer>, Integer> & Serializable)
            records -> {
              throw new IllegalStateException("boo");
            };
    SimpleFutureAction<String> action =
        spark.sc().submitJob(numbers, failing, partitions(0), handler(), () -> "never");
    assertThatThrownBy(action::get).isInstanceOf(SparkException.class).hasRootCauseMessage("boo");
    assertThat(handled).isEmpty();
  }

  @Test
  void archivesAreUnpackedUnderTheirName(@TempDir Path directory) throws IOException {
    Path archive = zip(directory.resolve("data.zip"), "inner/text.txt", "hello");
    spark.sc().addArchive(archive.toString());
    spark.sc().addArchive(archive + "#other");
    assertThat(read("data.zip/inner/text.txt")).isEqualTo("hello");
    assertThat(read("other/inner/text.txt")).isEqualTo("hello");
    assertThat(JavaConverters.seqAsJavaList(spark.sc().listArchives())).hasSize(2);
  }

  @Test
  void anArchiveCannotWriteOutsideOfItsDirectory(@TempDir Path directory) throws IOException {
    Path archive = zip(directory.resolve("evil.zip"), "../../evil.txt", "x");
    assertThatThrownBy(() -> spark.sc().addArchive(archive.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside of itself");
  }

  @Test
  void addedFilesAreGoneWhenTheContextHasStopped(@TempDir Path directory) throws IOException {
    spark.addFile(Files.writeString(directory.resolve("a.txt"), "a").toString());
    Path copy = Path.of(SparkFiles.get("a.txt"));
    assertThat(copy).exists();
    spark.stop();
    assertThat(copy).doesNotExist();
  }

  @Test
  void tasksSeeTheJarsThatWereAdded(@TempDir Path directory) throws IOException {
    spark.addJar(zip(directory.resolve("more.jar"), "more.txt", "in the jar").toString());
    assertThat(spark.parallelize(List.of(1)).map(n -> resource("more.txt")).collect())
        .containsExactly("in the jar");
    assertThat(Thread.currentThread().getContextClassLoader().getResource("more.txt")).isNull();
  }

  private static String resource(String name) throws IOException {
    try (var in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(String name) throws IOException {
    return Files.readString(Path.of(SparkFiles.get(name)));
  }

  private static Path zip(Path file, String entry, String text) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return file;
  }
}
