// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dstreambeam.runner.direct.FailureText.here;
import static org.dstreambeam.runner.direct.FailureText.operations;

import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/**
 * Input that something cannot cope with: the error names the operation and its place, the context
 * goes on with the next batch, and what was written before is still there.
 */
@Timeout(60)
class BadInputTest {

  @RegisterExtension final Program program = Program.onManualClock();

  @TempDir Path directory;

  private final Journal<String> journal = new Journal<>();

  private JavaStreamingContext run(int batches) {
    JavaStreamingContext context = program.context();
    context.start();
    program.advance(batches);
    return context;
  }

  /** Runs the batches, the last of which notes something, and gives what the others failed with. */
  private Throwable failureBefore(int batches) throws InterruptedException {
    Journal<Long> done = program.batchTimes();
    JavaStreamingContext context = run(batches);
    done.first(batches); // this output is the last of its batch
    assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
    return catchThrowable(() -> context.awaitTerminationOrTimeout(1));
  }

  private String out() {
    return directory.resolve("out").toString();
  }

  private List<String> written(int batch) throws IOException {
    Path written = directory.resolve("out-" + batch * Program.BATCH);
    assertThat(written.resolve("_SUCCESS")).exists();
    return Files.readAllLines(written.resolve("part-00000"));
  }

  @Test
  void aNullKeyIsAKey() throws InterruptedException {
    JavaPairDStream<String, Integer> pairs =
        program
            .batches(List.of(1, 2, 3))
            .mapToPair(number -> new Tuple2<>(nullForNull(number < 3 ? "null" : "key"), number));
    pairs.reduceByKey(Integer::sum, 1).foreachRDD(rdd -> journal.add("" + rdd.collect()));
    pairs.groupByKey(1).foreachRDD(rdd -> journal.add("" + rdd.collect()));
    pairs.join(pairs, 1).foreachRDD(rdd -> journal.add("" + rdd.count()));

    assertThat(failureBefore(2)).isNull();
    assertThat(journal.first(3))
        .containsExactly("[(null,3), (key,3)]", "[(null,[1, 2]), (key,[3])]", "5");
  }

  @Test
  void aNullRecordIsARecordButNoLineOfAFile() throws Exception {
    JavaDStream<String> records =
        program.batches(List.of("a"), List.of("null"), List.of("c")).map(BadInputTest::nullForNull);
    records.foreachRDD(rdd -> journal.add("" + rdd.collect()));
    String save = here(1);
    records.dstream().saveAsTextFiles(out(), "");

    Throwable failure = failureBefore(3);

    assertThat(journal.first(3)).containsExactly("[a]", "[null]", "[c]");
    assertThat(failure)
        .hasMessage("Job aborted.")
        .hasRootCauseMessage("requirement failed: text files do not allow null rows");
    assertThat(operations(failure))
        .contains("saveAsTextFiles at " + save + " failed: it was to write to " + out() + "-2000")
        .anyMatch(
            text ->
                text.matches(
                    "in MapPartitionsRDD\\[\\d+] at saveAsTextFiles at "
                        + save
                        + " \\(partition 0\\)"));
    assertThat(written(1)).containsExactly("a");
    assertThat(written(3)).containsExactly("c");
  }

  @SuppressWarnings("NullAway") // as programs do
  private static String nullForNull(String text) {
    return text.equals("null") ? null : text;
  }

  /** What cannot be serialised. */
  private static final class Connection {
    private final int number;

    Connection(int number) {
      this.number = number;
    }

    void close() {
      throw new IllegalStateException("it never travels");
    }

    @Override
    public String toString() {
      return "connection " + number;
    }
  }

  @Test
  void anElementThatCannotBeSerialisedFailsItsBatchWhereBlocksAreSerialised() throws Exception {
    program
        .set("spark.dstreambeam.direct.serialize", "true")
        .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    String map = here(3);
    program
        .batches(List.of(1), List.of(2), List.of(3))
        .map(number -> number == 2 ? new Connection(2) : "record " + number)
        .foreachRDD(rdd -> journal.add("" + rdd.collect()));

    Throwable failure = failureBefore(3);

    assertThat(journal.first(2)).containsExactly("[record 1]", "[record 3]");
    assertThat(failure)
        .isExactlyInstanceOf(SparkException.class)
        .cause()
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining(Connection.class.getName());
    assertThat(operations(failure))
        .containsExactly("in map at " + map + ", batch 2000 ms (partition 0)");
  }

  @Test
  void anElementThatCannotBeSerialisedStaysInMemoryInsteadOfGoingToDisk() throws Exception {
    program
        .set("spark.dstreambeam.blocks.maxMemory", "0")
        .set("spark.local.dir", directory.toString())
        .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
        .batches(IntStream.range(0, 10_000).boxed().toList())
        .map(Connection::new)
        .foreachRDD(rdd -> journal.add("" + rdd.take(2) + " of " + rdd.count()));

    assertThat(failureBefore(2)).isNull();
    assertThat(journal.first(1)).containsExactly("[connection 0, connection 1] of 10000");
  }

  @Test
  void anElementThatCannotBeSerialisedFailsTheObjectFileOfItsBatch() throws Exception {
    JavaDStream<Object> records =
        program
            .batches(List.of(1), List.of(2), List.of(3))
            .map(number -> number == 2 ? new Connection(2) : number);
    String save = here(1);
    records.dstream().saveAsObjectFiles(out(), "");

    Throwable failure = failureBefore(3);

    assertThat(failure)
        .hasMessage("Job aborted.")
        .hasRootCauseInstanceOf(NotSerializableException.class);
    assertThat(operations(failure))
        .contains(
            "saveAsObjectFiles at " + save + " failed: it was to write to " + out() + "-2000");
    assertThat(directory.resolve("out-2000/_SUCCESS")).doesNotExist();
    assertThat(program.spark().<Integer>objectFile(out() + "-1000").collect()).containsExactly(1);
    assertThat(program.spark().<Integer>objectFile(out() + "-3000").collect()).containsExactly(3);
  }

  @Test
  void aClosureThatCannotBeSerialisedIsRefusedWhereItIsDeclared() throws InterruptedException {
    Connection captured = new Connection(1);
    JavaDStream<Integer> numbers = program.batches(List.of(1), List.of(2));
    numbers.foreachRDD(rdd -> journal.add("" + rdd.collect()));
    String map = here(1);
    Throwable failure = catchThrowable(() -> numbers.map(number -> captured + " " + number));

    assertThat(failure)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Task not serializable")
        .hasRootCauseInstanceOf(NotSerializableException.class);
    assertThat(map).isEqualTo(callerOf(failure, "map"));

    assertThat(failureBefore(2)).isNull(); // the rest of the program is not affected
    assertThat(journal.first(2)).containsExactly("[1]", "[2]");
  }

  @Test
  void aClosureOfAnRddActionThatCannotBeSerialisedFailsItsBatch() throws InterruptedException {
    String output = here(3);
    program
        .batches(List.of(1), List.of(2), List.of(3))
        .foreachRDD(
            (rdd, time) -> {
              if (time.milliseconds() == 2_000) {
                Connection captured = new Connection(1);
                rdd.foreach(number -> captured.close());
              }
              journal.add("" + rdd.collect());
            });

    Throwable failure = failureBefore(3);

    assertThat(journal.all()).containsExactly("[1]", "[3]");
    assertThat(failure).hasMessage("Task not serializable");
    assertThat(operations(failure))
        .containsExactly("in foreachRDD at " + output + " (batch 2000 ms)");
    assertThat(callerOf(failure, "foreach")).startsWith("BadInputTest.java:");
  }

  /** Where the API method of that name was called, by the stack of {@code failure}. */
  private static String callerOf(Throwable failure, String method) {
    List<StackTraceElement> stack = Arrays.asList(failure.getStackTrace());
    int last = -1;
    for (int i = 0; i < stack.size(); i++) {
      if (stack.get(i).getMethodName().equals(method)
          && stack.get(i).getClassName().startsWith("org.apache.spark.")) {
        last = i;
      }
    }
    StackTraceElement caller = stack.get(last + 1);
    return caller.getFileName() + ":" + caller.getLineNumber();
  }

  @Test
  void aFullDiskFailsTheFilesOfItsBatch() throws Exception {
    program.set("spark.hadoop.fs.full.impl", FullDisk.class.getName());
    JavaDStream<String> letters = program.batches(List.of("a"), List.of("b"), List.of("c"));
    String save = here(1);
    letters.dstream().saveAsTextFiles("full:" + out(), "");
    letters.foreachRDD(rdd -> journal.add("" + rdd.collect()));

    Throwable failure = failureBefore(3);

    assertThat(failure)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Job aborted.")
        .hasRootCauseMessage("No space left on device");
    assertThat(operations(failure))
        .contains(
            "saveAsTextFiles at " + save + " failed: it was to write to full:" + out() + "-2000");
    assertThat(written(1)).containsExactly("a");
    assertThat(directory.resolve("out-2000/_SUCCESS")).doesNotExist();
    assertThat(directory.resolve("out-2000/part-00000")).doesNotExist();
    assertThat(written(3)).containsExactly("c");
    assertThat(journal.all()).containsExactly("[a]", "[b]", "[c]");
  }

  @Test
  void aSpillDirectoryWithoutSpaceFailsItsBatch() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    List<Integer> many = IntStream.range(0, 50_000).boxed().toList();
    program.set("spark.dstreambeam.blocks.maxMemory", "0").set("spark.local.dir", file.toString());
    JavaDStream<Integer> numbers = program.batches(List.of(1), many, List.of(3));
    String map = here(1);
    numbers.map(number -> number + 1).foreachRDD(rdd -> journal.add("" + rdd.count()));

    Throwable failure = failureBefore(3);

    assertThat(journal.all()).containsExactly("1", "1");
    assertThat(failure)
        .isExactlyInstanceOf(SparkException.class)
        .cause()
        .hasMessageContaining("cannot be written to " + file);
    assertThat(operations(failure))
        .containsExactly("in map at " + map + " (batch 2000 ms, partition 0)");
  }

  @Test
  void aDirectoryThatCannotBeWrittenFailsTheBatch() throws Exception {
    Path parent = directory.resolve("out-2000"); // a file where the second batch wants a directory
    Files.createFile(parent);
    JavaDStream<String> letters = program.batches(List.of("a"), List.of("b"), List.of("c"));
    String save = here(1);
    letters.dstream().saveAsTextFiles(out(), "");

    Throwable failure = failureBefore(3);

    assertThat(failure).isNotNull();
    assertThat(operations(failure))
        .contains("saveAsTextFiles at " + save + " failed: it was to write to " + out() + "-2000");
    assertThat(written(1)).containsExactly("a");
    assertThat(parent).isEmptyFile();
    assertThat(written(3)).containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(strings = {":", "a:b", "nosuch://host/out", "hdfs://"})
  void aMalformedPathFailsItsOutputOnly(String prefix) throws Exception {
    JavaDStream<String> letters = program.batches(List.of("a"), List.of("b"));
    letters.dstream().saveAsTextFiles(out(), "");
    String save = here(1);
    letters.dstream().saveAsTextFiles(prefix, "");

    Throwable failure = failureBefore(2);

    assertThat(operations(failure))
        .containsExactly(
            "saveAsTextFiles at " + save + " failed: it was to write to " + prefix + "-2000");
    assertThat(written(1)).containsExactly("a");
    assertThat(written(2)).containsExactly("b");
  }
}
