// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dstreambeam.conformance.Workspace;
import org.dstreambeam.conformance.surface.ScalaSignature.Declaration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Reads the signatures in the genuine jars, one example of each thing that they tell. */
@TestInstance(Lifecycle.PER_CLASS)
class ScalaSignatureSurfaceTest {
  private ClassLibrary genuine;

  ScalaSignatureSurfaceTest() throws IOException {
    genuine = new ClassLibrary(List.of());
  }

  @BeforeAll
  void open() throws IOException {
    try (Stream<Path> jars = Files.list(Workspace.genuineJars())) {
      genuine =
          new ClassLibrary(
              jars.filter(jar -> jar.getFileName().toString().startsWith("spark-")).toList());
    }
  }

  @AfterAll
  void close() throws IOException {
    genuine.close();
  }

  @Test
  void tellsWhatIsPrivateToAPackage() {
    ScalaSignature signature = signature("org/apache/spark/SparkContext");

    assertThat(signature.methods("SparkContext", false, "dagScheduler"))
        .extracting(Declaration::restriction)
        .allSatisfy(restriction -> assertThat(restriction).contains("private[spark]"));
    assertThat(signature.methods("SparkContext", false, "applicationId"))
        .extracting(Declaration::restriction)
        .allSatisfy(restriction -> assertThat(restriction).isEmpty());
  }

  @Test
  void tellsOverloadsApartByTheirParameters() {
    assertThat(
            signature("org/apache/spark/SparkContext")
                .methods("SparkContext", false, "setCallSite"))
        .extracting(Declaration::parameters)
        .containsExactlyInAnyOrder(List.of("String"), List.of("CallSite"));
  }

  @Test
  void takesWhatIsProtectedForAccessible() {
    assertThat(signature("org/apache/spark/rdd/RDD").methods("RDD", false, "getPartitions"))
        .extracting(Declaration::restriction)
        .allSatisfy(restriction -> assertThat(restriction).isEmpty());
  }

  @Test
  void tellsAnObjectFromItsClass() {
    ScalaSignature signature = signature("org/apache/spark/SparkConf");

    assertThat(signature.methods("SparkConf", true, "isSparkPortConf"))
        .extracting(Declaration::restriction)
        .allSatisfy(restriction -> assertThat(restriction).contains("private[spark]"));
    assertThat(signature.methods("SparkConf", false, "isSparkPortConf")).isEmpty();
  }

  @Test
  void tellsClassesThatArePrivateToAPackage() {
    assertThat(signature("org/apache/spark/streaming/Interval").classRestriction("Interval"))
        .contains("private[streaming]");
    assertThat(signature("org/apache/spark/SparkConf").classRestriction("SparkConf")).isEmpty();
  }

  private ScalaSignature signature(String className) {
    return genuine.get(className).scala().orElseThrow();
  }
}
