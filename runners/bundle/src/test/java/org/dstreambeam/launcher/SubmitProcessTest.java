// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dstreambeam.spi.CannotStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the JVM of a submitted application ends. */
class SubmitProcessTest {

  @TempDir Path directory;

  @Test
  void waitsForNonDaemonThreads() throws Exception {
    Streams run =
        submit(
            "Thread main = Thread.currentThread();",
            "new Thread(() -> {",
            "  try { main.join(); } catch (InterruptedException e) { }",
            "  System.out.println(\"after main\");",
            "}).start();",
            "System.out.println(\"main\");");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsExactly("main", "after main");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void endsWithOneWhenMainThrowsThoughOtherThreadsRun() throws Exception {
    Streams run =
        submit(
            "new Thread(() -> {",
            "  try { Thread.sleep(600_000); } catch (InterruptedException e) { }",
            "}).start();",
            "throw new IllegalStateException(\"boom\");");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().get(0))
        .isEqualTo("Exception in thread \"main\" java.lang.IllegalStateException: boom");
    assertThat(run.err().get(1)).startsWith("\tat app.Main.main(");
  }

  @Test
  void honoursTheExitCodeOfTheApplication() throws Exception {
    assertThat(submit("System.exit(42);").exitCode()).isEqualTo(42);
  }

  @Test
  void honoursTheUncaughtExceptionHandlerOfTheApplication() throws Exception {
    Streams run =
        submit(
            "Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.exit(7));",
            "throw new IllegalStateException(\"boom\");");

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void endsWithOneLineWhenTheProgramCannotBeStartedThoughOtherThreadsRun() throws Exception {
    Path jar =
        new TestJar()
            .compiledAgainst(SubmitTest.codeOf(CannotStartException.class))
            .main(
                "app.Main",
                "new Thread(() -> {",
                "  try { Thread.sleep(600_000); } catch (InterruptedException e) { }",
                "}).start();",
                "throw new org.dstreambeam.spi.CannotStartException(\"no slots; wait\");")
            .write(directory.resolve("app.jar"));

    Streams run = java(List.of("--class", "app.Main", jar.toString()));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsExactly("dstream-submit: no slots; wait");
  }

  @Test
  void theLoaderOfTheApplicationIsTheSystemClassLoader() throws Exception {
    Path jar =
        new TestJar()
            .compiledAgainst(SubmitTest.codeOf(CannotStartException.class))
            .main(
                "app.Main",
                "ClassLoader loader = app.Main.class.getClassLoader();",
                "System.out.println(loader == ClassLoader.getSystemClassLoader());",
                "System.out.println(org.apache.spark.SparkConf.class.getClassLoader() == loader);",
                "System.out.println(java.util.concurrent.ForkJoinPool.commonPool().submit(",
                "  () -> Thread.currentThread().getContextClassLoader()).get() == loader);",
                "System.out.println(org.dstreambeam.spi.SubmittedConf.settings().get(\"spark.a\"));",
                "throw new org.dstreambeam.spi.CannotStartException(\"no slots; wait\");")
            .write(directory.resolve("app.jar"));

    Streams run =
        java(
            List.of(
                "-Xshare:off",
                "-Djava.system.class.loader=" + ApplicationClassLoader.class.getName()),
            List.of("--conf", "spark.a=1", "--class", "app.Main", jar.toString()));

    assertThat(run.err()).containsExactly("dstream-submit: no slots; wait");
    assertThat(run.out()).containsExactly("true", "true", "true", "1");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void endsWithTwoWhenTheCommandLineIsWrong() throws Exception {
    Streams run = java(List.of("--class", "app.Main", "missing.jar"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasSize(2);
  }

  @Test
  void loadsNothingOfHadoopForAProgramThatUsesNoFiles() throws Exception {
    Path jar =
        new TestJar()
            .compiledAgainst(Path.of(System.getProperty("java.class.path")))
            .main(
                "app.Main",
                "org.apache.spark.SparkConf conf = new org.apache.spark.SparkConf()",
                "  .setMaster(\"local[2]\").setAppName(\"app\");",
                "var context = new org.apache.spark.streaming.api.java.JavaStreamingContext(",
                "  conf, org.apache.spark.streaming.Durations.seconds(1));",
                "System.out.println(context.sparkContext().parallelize(",
                "  java.util.List.of(1, 2)).map(n -> n + 1).collect());",
                "context.queueStream(new java.util.LinkedList<",
                "  org.apache.spark.api.java.JavaRDD<String>>()).print();",
                "context.start();",
                "context.stop();")
            .write(directory.resolve("app.jar"));
    Path classes = directory.resolve("classes");

    Streams run =
        java(
            List.of("-Xlog:class+load:file=" + classes),
            List.of("--class", "app.Main", jar.toString()));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("[2, 3]");
    List<String> loaded = Files.readAllLines(classes);
    assertThat(loaded).anyMatch(line -> line.contains("] org.dstreambeam."));
    assertThat(loaded).noneMatch(line -> line.contains("] org.apache.hadoop."));
  }

  private Streams submit(String... body) throws IOException, InterruptedException {
    Path jar = new TestJar().main("app.Main", body).write(directory.resolve("app.jar"));
    return java(List.of("--class", "app.Main", jar.toString()));
  }

  private Streams java(List<String> arguments) throws IOException, InterruptedException {
    return java(List.of(), arguments);
  }

  private Streams java(List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Submit.class.getName()));
    command.addAll(arguments);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    // The JVM would announce these on standard error.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Streams(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }
}
