// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a program gets a context that may have run before, as far as that is alike wherever a
 * checkpoint lies: nothing there, what cannot be read, and the context that is active.
 */
class GetOrCreateTest {
  private static final Duration BATCH = Durations.milliseconds(100);
  private static final String NOTHING_TO_START_FROM =
      "requirement failed: Spark Streaming cannot be initialized with both SparkContext and"
          + " checkpoint as null";

  @TempDir private Path parent;
  private final List<JavaStreamingContext> made = new ArrayList<>();

  @AfterEach
  void stop() {
    made.forEach(JavaStreamingContext::stop);
  }

  private JavaStreamingContext make() {
    JavaStreamingContext context = new JavaStreamingContext(Table.conf(), BATCH);
    made.add(context);
    return context;
  }

  private StreamingContext makeScala() {
    return make().ssc();
  }

  private String directory(String... files) throws IOException {
    Path directory = Files.createDirectory(parent.resolve("checkpoints"));
    for (String file : files) {
      Files.writeString(directory.resolve(file), "no checkpoint");
    }
    return directory.toString();
  }

  private void expectNew(JavaStreamingContext context) {
    assertThat(made).hasSize(1);
    assertThat(context.ssc()).isSameAs(made.get(0).ssc());
    assertThat(context.getState()).isEqualTo(StreamingContextState.INITIALIZED);
    assertThat(context.sparkContext().getCheckpointDir().isPresent()).isFalse();
  }

  @Test
  void theFactoryIsCalledIfThereIsNoDirectory() {
    Path missing = parent.resolve("missing");
    expectNew(JavaStreamingContext.getOrCreate(missing.toString(), this::make));
    assertThat(missing).doesNotExist();
  }

  @Test
  void theFactoryIsCalledIfTheDirectoryIsEmpty() throws IOException {
    expectNew(
        JavaStreamingContext.getOrCreate(directory(), this::make, new Configuration(), false));
  }

  @Test
  void theFactoryIsCalledIfNoFileIsCalledAsACheckpoint() throws IOException {
    String directory = directory("checkpoint-", "checkpoint-x", "Checkpoint-1000", "1000");
    Files.createDirectory(Path.of(directory, "checkpoint-2000"));
    expectNew(JavaStreamingContext.getOrCreate(directory, this::make, new Configuration()));
  }

  @Test
  void aUriNamesADirectoryToo() throws IOException {
    directory("checkpoint-1000");
    expectUnreadable(
        () -> JavaStreamingContext.getOrCreate("file://" + parent + "/checkpoints/", this::make),
        "file:" + parent + "/checkpoints");
  }

  private void expectUnreadable(ThrowingCallable call, String directory) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Failed to read checkpoint from directory " + directory)
        .cause()
        .isNotNull();
    assertThat(made).isEmpty();
    assertThat(SparkContext.getOrCreate(Table.conf().setAppName("none was left")).appName())
        .isEqualTo("none was left");
    SparkContext.getOrCreate().stop();
  }

  @Test
  void whatCannotBeReadIsAnError() throws IOException {
    String directory = directory("checkpoint-1000", "checkpoint-1000.bk", "other");
    expectUnreadable(() -> JavaStreamingContext.getOrCreate(directory, this::make), directory);
    expectUnreadable(
        () -> JavaStreamingContext.getOrCreate(directory, this::make, new Configuration(), false),
        directory);
    expectUnreadable(() -> new JavaStreamingContext(directory), directory);
    expectUnreadable(() -> new JavaStreamingContext(directory, new Configuration()), directory);
    expectUnreadable(() -> new StreamingContext(directory), directory);
    expectUnreadable(
        () ->
            StreamingContext.getActiveOrCreate(
                directory, this::makeScala, new Configuration(), false),
        directory);
  }

  @Test
  void whatCannotBeReadIsPassedOverIfTheProgramSaysSo() throws IOException {
    expectNew(
        JavaStreamingContext.getOrCreate(
            directory("checkpoint-1000"), this::make, new Configuration(), true));
  }

  @Test
  void aPathWithoutACheckpointMakesNoContext() throws IOException {
    String directory = directory("other");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> new JavaStreamingContext(directory),
            () -> new JavaStreamingContext(directory + "/missing"),
            () -> new JavaStreamingContext(directory, new Configuration()),
            () -> new StreamingContext(directory),
            () -> new StreamingContext(directory, new Configuration()))) {
      assertThatThrownBy(call)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(NOTHING_TO_START_FROM);
    }
  }

  @Test
  void aPathWithoutACheckpointNeedsABatchDuration() throws IOException {
    String directory = directory();
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      assertThatThrownBy(() -> new StreamingContext(directory, spark.sc()))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("requirement failed: Batch duration for StreamingContext cannot be null");
    }
  }

  @Test
  void namesThatAreNoPathsAreRefused() {
    assertThatThrownBy(() -> JavaStreamingContext.getOrCreate(null, this::make))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Can not create a Path from a null string");
    assertThatThrownBy(() -> JavaStreamingContext.getOrCreate("", this::make))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Can not create a Path from an empty string");
    assertThatThrownBy(() -> JavaStreamingContext.getOrCreate("nosuch://host/a", this::make))
        .isExactlyInstanceOf(org.apache.hadoop.fs.UnsupportedFileSystemException.class)
        .hasMessage("No FileSystem for scheme \"nosuch\"");
    assertThatThrownBy(() -> new JavaStreamingContext((String) null))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Can not create a Path from a null string");
  }

  @Test
  void whatTheFactoryThrowsComesOut() throws IOException {
    String directory = directory();
    IllegalStateException failure = new IllegalStateException("no");
    assertThatThrownBy(
            () ->
                JavaStreamingContext.getOrCreate(
                    directory,
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThatThrownBy(
            () ->
                JavaStreamingContext.getOrCreate(
                    directory,
                    () -> {
                      throw new IOException("checked");
                    }))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("checked");
    assertThatThrownBy(() -> JavaStreamingContext.getOrCreate(directory, () -> null))
        .isExactlyInstanceOf(NullPointerException.class);
  }

  @Test
  void theActiveContextIsTheOneThatRuns() throws IOException {
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();
    JavaStreamingContext context = make();
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();

    start(context);
    assertThat(StreamingContext.getActive().get()).isSameAs(context.ssc());
    assertThat(StreamingContext.getActiveOrCreate(this::makeScala)).isSameAs(context.ssc());
    assertThat(
            StreamingContext.getActiveOrCreate(
                directory("checkpoint-1000"), this::makeScala, new Configuration(), false))
        .isSameAs(context.ssc());
    assertThat(made).hasSize(1);

    context.stop();
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();
  }

  private static void start(JavaStreamingContext context) {
    context.receiverStream(new Receivers.Silent()).foreachRDD(rdd -> {});
    context.start();
  }

  @Test
  void withoutAnActiveContextTheFactoryMakesOne() throws IOException {
    StreamingContext context = StreamingContext.getActiveOrCreate(this::makeScala);
    expectNew(new JavaStreamingContext(context));
    context.stop(true);
    StreamingContext another =
        StreamingContext.getActiveOrCreate(
            directory(), this::makeScala, new Configuration(), false);
    assertThat(made).hasSize(2);
    assertThat(another).isSameAs(made.get(1).ssc());
  }

  @Test
  void theScalaFormIsGivenWhatIsLeftOut() throws IOException {
    StreamingContext context =
        StreamingContext.getOrCreate(
            directory(),
            this::makeScala,
            StreamingContext.getOrCreate$default$3(),
            StreamingContext.getOrCreate$default$4());
    expectNew(new JavaStreamingContext(context));
    assertThat(StreamingContext.getOrCreate$default$4()).isFalse();
    assertThat(StreamingContext.getActiveOrCreate$default$4()).isFalse();
    assertThat(StreamingContext.getActiveOrCreate$default$3().get("io.file.buffer.size"))
        .isEqualTo("65536");
  }

  @Test
  void aSettingNamesADirectoryAsCheckpointDoes() {
    Path named = parent.resolve("named");
    SparkConf conf =
        Table.conf().set("spark.streaming.checkpoint.directory", named.toUri().toString());
    JavaStreamingContext context = new JavaStreamingContext(conf, BATCH);
    made.add(context);
    assertThat(named).isDirectory();
    assertThat(context.sparkContext().getCheckpointDir().get()).startsWith("file:" + named + "/");
  }
}
