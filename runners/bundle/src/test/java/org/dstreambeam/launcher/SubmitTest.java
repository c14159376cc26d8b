// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.spi.SubmittedConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitTest {

  private static final String USAGE =
      "Usage: dstream-submit --class C app.jar [argument...]; all with --help";

  @TempDir Path directory;

  private List<Path> library = Library.files();
  private Path echo;
  private Path settings;

  @BeforeEach
  void writeApplication() {
    echo =
        new TestJar()
            .main("app.Echo", "for (String arg : args) System.out.println(\"<\" + arg + \">\");")
            .manifestMainClass("app.Echo")
            .write(directory.resolve("echo.jar"));
    settings =
        new TestJar()
            .main(
                "app.Settings",
                "new java.util.TreeMap<>(org.dstreambeam.spi.SubmittedConf.settings())",
                "  .forEach((key, value) -> System.out.println(key + \"=\" + value));")
            .compiledAgainst(codeOf(SubmittedConf.class))
            .manifestMainClass("app.Settings")
            .write(directory.resolve("settings.jar"));
  }

  @Test
  void runsTheMainClassWithItsArguments() {
    Streams run = submit("--class", "app.Echo", echo.toString(), "one", "two");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsExactly("<one>", "<two>");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everythingAfterTheJarBelongsToTheApplication() {
    Streams run =
        submit(
            "--master=local[1]",
            echo.toString(),
            "--master",
            "x",
            "--help",
            "--",
            "-V",
            "@file",
            "",
            "\"quoted\"",
            "a,b",
            "--unknown=1",
            "--conf");

    assertThat(run.out())
        .containsExactly(
            "<--master>",
            "<x>",
            "<--help>",
            "<-->",
            "<-V>",
            "<@file>",
            "<>",
            "<\"quoted\">",
            "<a,b>",
            "<--unknown=1>",
            "<--conf>");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void takesTheMainClassFromTheManifest() {
    assertThat(submit(echo.toString(), "x").out()).containsExactly("<x>");
  }

  @Test
  void classOptionWinsOverTheManifest() {
    Path jar =
        new TestJar()
            .main("app.First", "System.out.println(1);")
            .main("app.Second", "System.out.println(2);")
            .manifestMainClass("app.First")
            .write(directory.resolve("two.jar"));

    assertThat(submit("--class", "app.Second", jar.toString()).out()).containsExactly("2");
  }

  @Test
  void handsMasterNameAndSettingsOn() {
    assertThat(
            settings(
                "--master",
                "local[3]",
                "--name",
                "word count",
                "--conf",
                "spark.a=1",
                "--conf=spark.b=x=y",
                "--conf",
                "spark.a=2",
                "--conf",
                "spark.empty="))
        .containsExactly(
            "spark.a=2",
            "spark.app.name=word count",
            "spark.b=x=y",
            "spark.dstreambeam.flink.jars=" + settings,
            "spark.empty=",
            "spark.master=local[3]");
  }

  @Test
  void masterOptionWinsOverTheSameSetting() {
    assertThat(settings("--master", "local[2]", "--conf", "spark.master=local[9]"))
        .contains("spark.master=local[2]");
  }

  @Test
  void settingsOfOneApplicationAreNotThoseOfAnother() {
    settings("--name", "first");

    assertThat(settings()).containsExactly("spark.dstreambeam.flink.jars=" + settings);
    assertThat(SubmittedConf.settings()).isEmpty();
  }

  @Test
  void runnerOptionWinsOverTheSameSetting() {
    assertThat(settings("--runner", "flink", "--conf", "spark.dstreambeam.runner=direct"))
        .contains("spark.dstreambeam.runner=flink");
    assertThat(settings("--master", "local[2]", "--runner", "direct"))
        .contains("spark.dstreambeam.runner=direct");
  }

  @Test
  void refusesARunnerThatIsNone() {
    refused("--runner spark is no runner; use direct or flink", "--runner", "spark", echo + "");
    refused(
        "--runner direct cannot run on flink://localhost:8081; leave it out, or use flink",
        "--runner",
        "direct",
        "--master",
        "flink://localhost:8081",
        echo.toString());
  }

  @Test
  void detachedIsASettingOfProgramsOnACluster() {
    assertThat(settings("--detached", "--master", "flink://localhost:8081"))
        .contains("spark.dstreambeam.flink.detached=true", "spark.master=flink://localhost:8081");
    assertThat(settings("--detached", "--conf", "spark.master=flink://localhost:8081"))
        .contains("spark.dstreambeam.flink.detached=true");
  }

  @Test
  void refusesDetachedWithoutACluster() {
    refused(
        "--detached needs a cluster that the program runs on, not local[2]; give --master"
            + " flink://host:port",
        "--detached",
        "--master",
        "local[2]",
        echo.toString());
    refused(
        "--detached needs a cluster that the program runs on, not the application's own master;"
            + " give --master flink://host:port",
        "--detached",
        echo.toString());
  }

  @Test
  void namesTheApplicationsJarsForACluster() {
    Path working = Path.of("").toAbsolutePath();
    Path relative = working.relativize(echo);

    assertThat(
            settings(
                "--jars", relative.toString(), "--conf", "spark.dstreambeam.flink.jars=/other.jar"))
        .contains("spark.dstreambeam.flink.jars=" + settings + "," + echo + ",/other.jar");
  }

  @Test
  void settingsAreThereBeforeTheApplicationIsInitialised() {
    Path jar =
        new TestJar()
            .type(
                "app.Early",
                "static final Object SEEN = org.dstreambeam.spi.SubmittedConf.settings();",
                "public static void main(String[] args) { System.out.println(SEEN); }")
            .compiledAgainst(codeOf(SubmittedConf.class))
            .write(directory.resolve("early.jar"));

    assertThat(submit("--name", "n", "--class", "app.Early", jar.toString()).out().get(0))
        .contains("spark.app.name=n");
  }

  @Test
  void loadsFromFurtherJarsThroughTheContextClassLoader() {
    Path library =
        new TestJar()
            .type("lib.Greeting", "public String toString() { return \"hello\"; }")
            .write(directory.resolve("library.jar"));
    Path empty = new TestJar().write(directory.resolve("empty.jar"));
    Path jar =
        new TestJar()
            .main(
                "app.Main",
                "ClassLoader loader = Thread.currentThread().getContextClassLoader();",
                "System.out.println(loader.loadClass(\"lib.Greeting\").getConstructor().newInstance());")
            .write(directory.resolve("app.jar"));

    Streams run = submit("--jars", empty + "," + library, "--class", "app.Main", jar.toString());

    assertThat(run.out()).containsExactly("hello");
    assertThat(Thread.currentThread().getContextClassLoader())
        .isNotInstanceOf(ApplicationClassLoader.class);
  }

  @Test
  void acceptsAMainClassThatIsNotPublic() {
    Path jar =
        new TestJar()
            .source(
                "app.Hidden",
                "package app;",
                "class Hidden { public static void main(String[] a) { System.out.println(1); } }")
            .write(directory.resolve("hidden.jar"));

    assertThat(submit("--class", "app.Hidden", jar.toString()).out()).containsExactly("1");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    Streams help = submit("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(String.join("\n", help.out()))
        .contains("--master", "--runner", "--detached", "--name", "--conf", "--jars", "--class")
        .contains("--verbose", "Exit codes");
    assertThat(submit("-h").out()).isEqualTo(help.out());

    Streams version = submit("--version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).hasSize(3);
    assertThat(version.out().get(0)).matches("DStream on Beam \\d+\\.\\d+\\.\\d+.*");
    assertThat(version.out().get(1)).matches("Apache Beam \\d+\\.\\d+\\.\\d+.*");
    assertThat(version.out().get(2)).startsWith("Java ");
  }

  @Test
  void verboseTellsOnStandardErrorWhatItResolved() {
    Streams run =
        submit(
            "--verbose",
            "--master",
            "local",
            "--conf",
            "spark.db.password=p",
            "--conf",
            "spark.db.url=db:token=t",
            echo + "",
            "x");

    assertThat(run.out()).containsExactly("<x>");
    assertThat(run.err())
        .contains(
            "dstream-submit: main class: app.Echo",
            "dstream-submit: jar: " + echo,
            "dstream-submit: setting: spark.master=local",
            "dstream-submit: setting: spark.db.password=(hidden)",
            "dstream-submit: setting: spark.db.url=(hidden)",
            "dstream-submit: argument: x")
        .allMatch(line -> line.startsWith("dstream-submit: "));
  }

  @Test
  void refusesAnUnknownOption() {
    refused("unknown option --mastr; check its spelling", "--mastr", "local", echo.toString());
    refused("unknown option -x; check its spelling", "-x", echo.toString());
  }

  @Test
  void refusesAMissingOptionValue() {
    Streams run = submit("--class");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasSize(2);
    assertThat(run.err().get(0)).startsWith("dstream-submit: ").contains("'--class'");
  }

  @Test
  void refusesAMissingApplication() {
    refused("no application given; name the application's jar after the options");
    refused(
        "no application given; name the application's jar after the options", "--class", "app.X");
  }

  @Test
  void refusesAMissingMainClass() {
    Path jar = new TestJar().main("app.Main").write(directory.resolve("plain.jar"));

    refused(
        "no main class: " + jar + " has no Main-Class in its manifest; give --class",
        jar.toString());
  }

  @Test
  void refusesAJarThatIsNone() throws IOException {
    Path missing = directory.resolve("missing.jar");
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");

    refused("application jar " + missing + " does not exist; check the path", missing.toString());
    refused(
        "application jar " + directory + " is not a file; give the path of a jar",
        directory.toString());
    Streams run = submit(text.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasSize(2);
    assertThat(run.err().get(0))
        .startsWith("dstream-submit: application jar " + text + " cannot be read as a jar (")
        .endsWith("); build it again");
  }

  @Test
  void refusesAMissingFurtherJar() {
    Path missing = directory.resolve("missing.jar");

    refused(
        "--jars entry " + missing + " does not exist; check the path",
        "--jars",
        echo + "," + missing,
        echo.toString());
  }

  @Test
  void refusesAMalformedSetting() {
    refused(
        "--conf spark.a is no setting; write --conf key=value",
        "--conf",
        "spark.a",
        echo.toString());
    refused("--conf =1 is no setting; write --conf key=value", "--conf", "=1", echo.toString());
  }

  @Test
  void refusesAClassThatIsNotThere() {
    refused(
        "class app.Nowhere is in none of the application's jars; check --class",
        "--class",
        "app.Nowhere",
        echo.toString());
  }

  @Test
  void refusesAClassWithoutMain() {
    Path jar =
        new TestJar()
            .type("app.None")
            .type("app.Instance", "public void main(String[] args) {}")
            .type("app.Result", "public static int main(String[] args) { return 1; }")
            .type("app.Private", "private static void main(String[] args) {}")
            .write(directory.resolve("mainless.jar"));

    for (String name : new String[] {"app.None", "app.Instance", "app.Result", "app.Private"}) {
      refused(
          "class " + name + " has no public static void main(String[]); check --class",
          "--class",
          name,
          jar.toString());
    }
  }

  @Test
  void tellsTheApplicationsOwnException() {
    Path jar =
        new TestJar()
            .main("app.Fails", "throw new java.io.IOException(\"boom\");")
            .write(directory.resolve("fails.jar"));

    Streams run = submit("--class", "app.Fails", jar.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().get(0)).endsWith("java.io.IOException: boom");
    assertThat(run.err().get(1)).isEqualTo("\tat app.Fails.main(Fails.java:4)");
    assertThat(run.err()).noneMatch(line -> line.contains("InvocationTargetException"));
    assertThat(run.err()).noneMatch(line -> line.startsWith("dstream-submit: "));
  }

  @Test
  void tellsAFailedInitialiser() {
    Path jar =
        new TestJar()
            .type(
                "app.Broken",
                "static final int X = Integer.parseInt(\"x\");",
                "public static void main(String[] args) {}")
            .write(directory.resolve("broken.jar"));

    Streams run = submit("--class", "app.Broken", jar.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).anyMatch(line -> line.contains("NumberFormatException"));
  }

  @Test
  void tellsInOneLineWhyAProgramCannotBeStarted() {
    Path jar = cannotStart("throw new CannotStartException(\"No Flink at x:1; start it\");");

    Streams run = submit("--class", "app.Main", jar.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsExactly("dstream-submit: No Flink at x:1; start it");
  }

  @Test
  void findsWhyAProgramCannotBeStartedAmongTheCauses() {
    Path jar =
        cannotStart(
            "Exception cause = new CannotStartException(\"No slots\", new java.io.IOException());",
            "throw new RuntimeException(\"wrapped\", new ExecutionException(cause));");

    assertThat(submit("--class", "app.Main", jar.toString()).err())
        .containsExactly("dstream-submit: No slots");
  }

  @Test
  void showsTheStackTraceOfAProgramThatCannotBeStartedWhenAsked() {
    Path jar = cannotStart("throw new CannotStartException(\"No Flink at x:1; start it\");");

    Streams run = submit("--verbose", "--class", "app.Main", jar.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .anyMatch(line -> line.endsWith("CannotStartException: No Flink at x:1; start it"))
        .contains("\tat app.Main.main(Main.java:7)")
        .endsWith("dstream-submit: No Flink at x:1; start it");
  }

  @Test
  void aRunnerThatCannotStartTheProgramIsToldInOneLineToo() {
    TestJar jar =
        new TestJar()
            .resource("META-INF/services/org.dstreambeam.spi.StreamingBackend", "app.DeadMaster");
    Library.files().forEach(jar::compiledAgainst);
    jar.source(
            "app.DeadMaster",
            "package app;",
            "import org.dstreambeam.spi.*;",
            "public class DeadMaster implements StreamingBackend {",
            "  public String name() { return \"dead\"; }",
            "  public boolean runs(String master) { return true; }",
            "  public boolean recovers() { return false; }",
            "  public StreamingExecution start(StreamingProgram program) {",
            "    throw new CannotStartException(\"dead; use another\", new Exception());",
            "  }",
            "}")
        .main(
            "app.Main",
            "org.apache.spark.SparkConf conf = new org.apache.spark.SparkConf()",
            "  .setMaster(\"local[2]\").setAppName(\"app\");",
            "var context = new org.apache.spark.streaming.api.java.JavaStreamingContext(",
            "  conf, org.apache.spark.streaming.Durations.seconds(1));",
            "context.queueStream(new java.util.LinkedList<",
            "  org.apache.spark.api.java.JavaRDD<String>>()).print();",
            "try { context.start(); } finally { context.sparkContext().stop(); }");

    Streams run =
        submit(
            "--conf",
            "spark.dstreambeam.runner=dead",
            "--class",
            "app.Main",
            jar.write(directory.resolve("app.jar")).toString());

    assertThat(run.err()).containsExactly("dstream-submit: dead; use another");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aMasterThatNoRunnerTakesIsToldInOneLine() {
    TestJar jar = new TestJar();
    Library.files().forEach(jar::compiledAgainst);
    jar.main(
        "app.Main",
        "org.apache.spark.SparkConf conf = new org.apache.spark.SparkConf().setAppName(\"app\");",
        "var context = new org.apache.spark.streaming.api.java.JavaStreamingContext(",
        "  conf, org.apache.spark.streaming.Durations.seconds(1));",
        "context.queueStream(new java.util.LinkedList<",
        "  org.apache.spark.api.java.JavaRDD<String>>()).print();",
        "try { context.start(); } finally { context.sparkContext().stop(); }");
    String file = jar.write(directory.resolve("app.jar")).toString();

    Streams noRunner = submit("--master", "yarn", "--class", "app.Main", file);
    Streams another =
        submit(
            "--master",
            "local[2]",
            "--conf",
            "spark.dstreambeam.runner=dead",
            "--class",
            "app.Main",
            file);

    assertThat(noRunner.err())
        .containsExactly(
            "dstream-submit: No runner for master 'yarn': use local, local[n], local[*] or"
                + " flink://host:port, and have a runner for it on the class path");
    assertThat(noRunner.exitCode()).isEqualTo(1);
    assertThat(another.err())
        .containsExactly(
            "dstream-submit: spark.dstreambeam.runner is 'dead', but master 'local[2]' can run on:"
                + " direct, flink");
    assertThat(another.exitCode()).isEqualTo(1);
  }

  @Test
  void loadsTheLibraryAndTheApplicationWithOneLoader() {
    Path further = new TestJar().type("lib.Greeting").write(directory.resolve("further.jar"));
    Path jar =
        new TestJar()
            .compiledAgainst(codeOf(SubmittedConf.class))
            .compiledAgainst(further)
            .main(
                "app.Main",
                "ClassLoader loader = app.Main.class.getClassLoader();",
                "System.out.println(org.apache.spark.SparkConf.class.getClassLoader() == loader);",
                "System.out.println(lib.Greeting.class.getClassLoader() == loader);",
                "System.out.println(org.slf4j.LoggerFactory.class.getClassLoader() == loader);",
                "System.out.println(loader.getParent() == ClassLoader.getPlatformClassLoader());",
                "System.out.println(loader.getName());",
                "Class<?> backend = Class.forName(\"org.dstreambeam.spi.StreamingBackend\");",
                "System.out.println(java.util.ServiceLoader.load(backend).findFirst().isPresent());",
                "System.out.println(org.slf4j.LoggerFactory.getILoggerFactory().getClass());")
            .compiledAgainst(codeOf(org.slf4j.LoggerFactory.class))
            .write(directory.resolve("app.jar"));

    Streams run = submit("--jars", further.toString(), "--class", "app.Main", jar.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsExactly(
            "true",
            "true",
            "true",
            "true",
            "null",
            "true",
            "class org.slf4j.simple.SimpleLoggerFactory");
  }

  @Test
  void providedClassesShadowThoseOfTheJarsWithOneWarning() {
    provideSpark("ours");
    Path assembly =
        sparkClasses("theirs")
            .main(
                "org.apache.spark.examples.Main",
                "System.out.println(org.apache.spark.Thing.name() + args.length);")
            .write(directory.resolve("assembly.jar"));
    Path connector = sparkClasses("connector's").write(directory.resolve("connector.jar"));

    Streams run =
        submit(
            "--jars",
            connector.toString(),
            "--class",
            "org.apache.spark.examples.Main",
            assembly.toString(),
            "x");

    assertThat(run.out()).containsExactly("ours1");
    assertThat(run.err())
        .containsExactly(
            "dstream-submit: warning: classes under org/apache/spark/ are bundled in "
                + assembly
                + " (2 classes), "
                + connector
                + " (2 classes); those of this library are used instead");
  }

  @Test
  void ourOwnApiShadowsThatOfAnAssembly() {
    Path assembly =
        new TestJar()
            .type("org.apache.spark.SparkConf")
            .main(
                "app.Main",
                "Class<?> conf = Class.forName(\"org.apache.spark.SparkConf\");",
                "System.out.println(conf.getProtectionDomain().getCodeSource().getLocation());")
            .write(directory.resolve("assembly.jar"));

    Streams run = submit("--class", "app.Main", assembly.toString());

    URL api = SubmittedConf.class.getProtectionDomain().getCodeSource().getLocation();
    assertThat(run.out()).containsExactly(api.toString());
    assertThat(run.err()).hasSize(1);
    assertThat(run.err().get(0)).contains(assembly + " (1 class);");
  }

  @Test
  void aClassOfSparkThatIsNotProvidedComesFromTheJarWithoutAWarning() {
    Path jar =
        sparkClasses("theirs")
            .main("app.Main", "System.out.println(org.apache.spark.Thing.name());")
            .write(directory.resolve("own.jar"));

    Streams run = submit("--class", "app.Main", jar.toString());

    assertThat(run.out()).containsExactly("theirs");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void namesAClassOfSparkThatIsNotProvided() {
    Path spark =
        new TestJar()
            .type("org.apache.spark.sql.Absent", "public static void use() {}")
            .write(directory.resolve("spark.jar"));
    Path jar =
        new TestJar()
            .compiledAgainst(spark)
            .main("app.Uses", "org.apache.spark.sql.Absent.use();")
            .type(
                "app.Declares",
                "public org.apache.spark.sql.Absent absent() { return null; }",
                "public static void main(String[] args) {}")
            .write(directory.resolve("uses.jar"));

    for (String name : new String[] {"app.Uses", "app.Declares"}) {
      Streams run = submit("--class", name, jar.toString());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().get(0)).contains("NoClassDefFoundError");
      assertThat(run.err().get(run.err().size() - 1))
          .isEqualTo(
              "dstream-submit: class org.apache.spark.sql.Absent is not provided by this version of"
                  + " DStream on Beam; docs/differences.md says what is, and what to use instead");
    }
  }

  @Test
  void namesAMethodOfSparkThatIsNotProvided() {
    provideSpark("ours");
    Path genuine =
        new TestJar()
            .type("org.apache.spark.Thing", "public static int absent(String s) { return 1; }")
            .write(directory.resolve("genuine.jar"));
    Path jar =
        new TestJar()
            .compiledAgainst(genuine)
            .main("app.Uses", "org.apache.spark.Thing.absent(\"\");")
            .write(directory.resolve("uses.jar"));

    Streams run = submit("--class", "app.Uses", jar.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().get(run.err().size() - 1))
        .startsWith(
            "dstream-submit: method org.apache.spark.Thing.absent(java.lang.String) is not"
                + " provided by this version of DStream on Beam");
  }

  private Streams submit(String... arguments) {
    return Streams.of(() -> Submit.run(library, arguments));
  }

  /** What the application finds set, in order. */
  private List<String> settings(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add(settings.toString());
    return submit(arguments.toArray(new String[0])).out();
  }

  private void refused(String problem, String... arguments) {
    Streams run = submit(arguments);
    assertThat(run.err()).containsExactly("dstream-submit: " + problem, USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }

  /** Puts two classes in Spark's package beside the launcher. */
  private void provideSpark(String name) {
    Path jar = sparkClasses(name).write(directory.resolve("provided.jar"));
    library = new ArrayList<>(library);
    library.add(jar);
  }

  private Path cannotStart(String... body) {
    return new TestJar()
        .compiledAgainst(codeOf(SubmittedConf.class))
        .source(
            "app.Main",
            "package app;",
            "import java.util.concurrent.ExecutionException;",
            "import org.dstreambeam.spi.CannotStartException;",
            "public class Main {",
            "public static void main(String[] args) throws Throwable {",
            "",
            String.join("\n", body),
            "}}")
        .write(directory.resolve("cannot.jar"));
  }

  private static TestJar sparkClasses(String name) {
    return new TestJar()
        .type("org.apache.spark.Thing", "public static String name() { return \"" + name + "\"; }")
        .type("org.apache.spark.Other");
  }

  static Path codeOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
