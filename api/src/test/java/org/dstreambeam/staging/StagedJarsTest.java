// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.staging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.apache.spark.SparkConf;
import org.dstreambeam.spi.CannotStartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedJarsTest {

  private static final String CONTEXT = "org/apache/spark/SparkContext.class";
  private static final String KAFKA = "org/apache/spark/streaming/kafka010/KafkaUtils.class";

  @TempDir Path temporary;

  private Path directory;
  private Path ours;

  @BeforeEach
  void writeOurJar() throws IOException {
    directory = temporary.toRealPath();
    ours = Jars.jar(directory.resolve("ours.jar"), CONTEXT, KAFKA, "org/dstreambeam/A.class");
  }

  @Test
  void sendsOursThenTheApplications() throws IOException {
    Path other = Jars.jar(directory.resolve("library.jar"), "lib/L.class");
    Path app = Jars.jar(directory.resolve("app.jar"), "app/Main.class");
    Path further = Jars.jar(directory.resolve("further.jar"), "app/Further.class");

    assertThat(StagedJars.of(List.of(ours, other), List.of(app, further)))
        .containsExactly(ours, other, app, further);
  }

  @Test
  void leavesOutWhatAClusterBrings() throws IOException {
    List<Path> brought =
        List.of(
            jar("flink-core-1.19.0.jar"),
            jar("flink-shaded-guava-31.1-jre-17.0.jar"),
            jar("slf4j-api-2.0.16.jar"),
            jar("slf4j-simple-2.0.16.jar"),
            jar("log4j-slf4j-impl-2.17.1.jar"),
            jar("log4j-slf4j2-impl-2.20.0.jar"),
            jar("logback-classic-1.4.14.jar"),
            jar("kryo-2.24.0.jar"),
            jar("minlog-1.2.jar"),
            jar("chill-java-0.7.6.jar"),
            jar("async-profiler-2.9.jar"),
            jar("jsr305-3.0.2.jar"));
    List<Path> sent =
        List.of(
            jar("beam-runners-flink-1.19-2.70.0.jar"),
            jar("dstream-beam-runner-flink-0.1.0-SNAPSHOT.jar"),
            jar("commons-logging-1.2.jar"),
            jar("log4j-api-2.17.1.jar"),
            jar("scala-library-2.12.18.jar"),
            jar("hadoop-client-api-3.4.1.jar"));
    List<Path> classPath = new ArrayList<>(brought);
    classPath.addAll(sent);

    assertThat(StagedJars.of(classPath, List.of())).isEqualTo(sent);
  }

  @Test
  void aJarOfTheApplicationIsSentWhateverItsName() throws IOException {
    Path app = jar("flink-counts-1.0.jar");

    assertThat(StagedJars.of(List.of(app, ours), List.of(app))).containsExactly(ours, app);
  }

  @Test
  void leavesClassesOfSparkThatAreOursOutOfAnAssembly() throws IOException {
    Path assembly =
        Jars.jar(
            directory.resolve("assembly.jar"),
            "META-INF/",
            "META-INF/APP.SF",
            "META-INF/app.rsa",
            "META-INF/INDEX.LIST",
            "META-INF/services/app.Service",
            "META-INF/versions/17/" + CONTEXT,
            "META-INF/versions/17/app/Main.class",
            "app/Main.class",
            "org/apache/spark/",
            "org/apache/spark/Own.class",
            CONTEXT,
            KAFKA);

    List<Path> staged = StagedJars.of(List.of(ours), List.of(assembly));

    assertThat(staged).hasSize(2).startsWith(ours).doesNotContain(assembly);
    assertThat(staged.get(1)).hasFileName("assembly.jar");
    assertThat(Jars.contents(staged.get(1)))
        .containsOnlyKeys(
            "META-INF/",
            "META-INF/services/app.Service",
            "META-INF/versions/17/app/Main.class",
            "app/Main.class",
            "org/apache/spark/",
            "org/apache/spark/Own.class")
        .containsEntry("app/Main.class", "app/Main.class");
    assertThat(Jars.contents(assembly)).containsKeys(CONTEXT, "META-INF/APP.SF");
  }

  @Test
  void leavesOutOfAnAssemblyWhatOursHasForANewerJavaOnly() throws IOException {
    Path newer =
        Jars.jar(directory.resolve("newer.jar"), "META-INF/versions/21/org/apache/spark/N.class");
    Path assembly =
        Jars.jar(directory.resolve("assembly.jar"), "org/apache/spark/N.class", "app/Main.class");

    List<Path> staged = StagedJars.of(List.of(newer), List.of(assembly));

    assertThat(Jars.contents(staged.get(1))).containsOnlyKeys("app/Main.class");
  }

  @Test
  void aJarOfWhichNothingIsLeftOutKeepsItsSignature() throws IOException {
    Path signed =
        Jars.jar(directory.resolve("signed.jar"), "META-INF/APP.SF", "org/apache/spark/Own.class");

    assertThat(StagedJars.of(List.of(ours), List.of(signed))).containsExactly(ours, signed);
  }

  @Test
  void anEntryThatIsThereTwiceIsWrittenOnce() throws IOException {
    Path twice = Jars.jar(directory.resolve("twice.jar"), "app/a.txt", "app/b.txt", CONTEXT);
    byte[] bytes = Files.readAllBytes(twice);
    // Both names have the same length, so the directory of the archive stays as it is.
    String text = new String(bytes, ISO_8859_1);
    Files.write(twice, text.replace("app/b.txt", "app/a.txt").getBytes(ISO_8859_1));

    List<Path> staged = StagedJars.of(List.of(ours), List.of(twice));

    assertThat(Jars.contents(staged.get(1))).containsOnlyKeys("app/a.txt");
  }

  @Test
  void packsDirectories() throws IOException {
    Path classes =
        Jars.directory(
            directory.resolve("module/target/classes"), "b/B.class", "a/A.class", CONTEXT);
    Path empty = Jars.directory(directory.resolve("other/target/classes"));
    Path app = Jars.directory(directory.resolve("app"), "app/Main.class", CONTEXT);

    List<Path> staged = StagedJars.of(List.of(classes, empty), List.of(app));

    assertThat(staged).hasSize(2);
    assertThat(staged.get(0)).hasFileName("classes.jar");
    assertThat(Jars.contents(staged.get(0)).keySet())
        .startsWith("a/", "a/A.class", "b/", "b/B.class")
        .contains(CONTEXT);
    assertThat(Jars.contents(staged.get(1)))
        .containsKey("app/Main.class")
        .doesNotContainKey(CONTEXT);
  }

  @Test
  void writesTheSameBytesEachTime() throws IOException {
    Path classes = Jars.directory(directory.resolve("classes"), "b/B.class", "a/A.class");
    Path assembly = Jars.jar(directory.resolve("assembly.jar"), "app/Main.class", CONTEXT);

    List<Path> once = StagedJars.of(List.of(classes, ours), List.of(assembly));
    List<Path> again = StagedJars.of(List.of(classes, ours), List.of(assembly));

    assertThat(once).hasSize(3);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i)).hasSameBinaryContentAs(once.get(i));
    }
    assertThat(again.get(2)).isNotEqualTo(once.get(2));
  }

  @Test
  void sendsNothingTwice() throws IOException {
    Path app = jar("app.jar");
    Path sameApp = directory.resolve("elsewhere/../app.jar");
    Files.createDirectory(directory.resolve("elsewhere"));

    assertThat(StagedJars.of(List.of(ours, app, ours), List.of(app, sameApp)))
        .containsExactly(ours, app);
  }

  @Test
  void refusesAMissingJarOfTheApplicationInOneLine() {
    Path missing = directory.resolve("missing.jar");

    assertThatThrownBy(() -> StagedJars.of(List.of(ours), List.of(missing)))
        .isInstanceOf(CannotStartException.class)
        .hasMessage(
            "spark.dstreambeam.flink.jars names "
                + missing
                + ", which does not exist or cannot be read; give paths separated by commas");
  }

  @Test
  void refusesAJarThatIsNoneInOneLine() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");

    assertThatThrownBy(() -> StagedJars.of(List.of(ours), List.of(text)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith("The jar " + text + " to send to Flink cannot be read (")
        .hasMessageEndingWith("); build it again");
  }

  @Test
  void passesOverWhatTheClassPathNamesInVain() {
    assertThat(StagedJars.of(List.of(directory.resolve("missing.jar"), ours), List.of()))
        .containsExactly(ours);
  }

  @Test
  void takesTheJarsFromTheSettingAndTheClassPathFromOurLoader() throws IOException {
    Path app = Jars.jar(directory.resolve("app.jar"), "app/Main.class", CONTEXT);
    Path further = jar("further.jar");
    SparkConf conf = new SparkConf(false).set(StagedJars.JARS, app + ", " + further + ",");

    List<Path> staged = StagedJars.of(conf);

    assertThat(staged).endsWith(further);
    assertThat(Jars.contents(staged.get(staged.size() - 2))).containsOnlyKeys("app/Main.class");
    assertThat(staged)
        .noneMatch(file -> file.getFileName().toString().startsWith("slf4j-"))
        .anyMatch(file -> file.getFileName().toString().startsWith("scala-library-"));
    assertThat(StagedJars.of(new SparkConf(false))).hasSize(staged.size() - 2);
  }

  @Test
  void anEmptyJarHoldsItsManifestOnly() throws IOException {
    assertThat(Jars.contents(StagedJars.empty())).containsOnlyKeys(JarFile.MANIFEST_NAME);
  }

  private Path jar(String name) throws IOException {
    return Jars.jar(directory.resolve(name), name + ".txt");
  }
}
