// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies together on the class path of submitted programs. */
class DistributionTest {

  @Test
  void hasEachLibraryInOneVersion() {
    List<String> jars =
        Library.files().stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".jar"))
            .toList();

    assertThat(jars).anyMatch(name -> name.startsWith("flink-runtime-")).hasSizeGreaterThan(50);
    assertThat(
            jars.stream()
                .collect(Collectors.groupingBy(name -> name.replaceFirst("-\\d.*", "")))
                .values())
        .allMatch(versions -> versions.size() == 1);
  }

  @Test
  void hasOneLoggingBackend() throws IOException {
    ClassLoader loader = ApplicationClassLoader.forOneRun().library(Library.files());

    assertThat(
            Collections.list(
                loader.getResources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")))
        .singleElement()
        .asString()
        .contains("slf4j-simple");
    assertThat(Collections.list(loader.getResources("org/slf4j/impl/StaticLoggerBinder.class")))
        .isEmpty();
  }

  @Test
  void hasTheJarsOfADirectoryInOrder(@TempDir Path directory) throws IOException {
    Path second = new TestJar().write(directory.resolve("b.jar"));
    Path first = new TestJar().write(directory.resolve("a.jar"));
    Files.writeString(directory.resolve("a.txt"), "no jar");

    assertThat(Library.jarsIn(directory)).containsExactly(first, second);
  }
}
