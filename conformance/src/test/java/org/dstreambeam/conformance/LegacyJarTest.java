// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegacyJarTest {
  @TempDir private Path directory = Path.of(".");

  @Test
  void holdsEveryProgramAndNothingOfSparkOrOurs() throws IOException {
    Path jar = LegacyJar.build(Workspace.legacySources(), Workspace.genuineJars(), directory);
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> entries = file.stream().map(ZipEntry::getName).toList();
      assertThat(entries)
          .allMatch(entry -> entry.matches("(legacy|org/dstreambeam/examples)/\\w+.*\\.class"));
      assertThat(entries)
          .containsAll(
              Arrays.stream(LegacyProgram.values())
                  .map(program -> program.mainClass().replace('.', '/') + ".class")
                  .toList());
    }
  }

  @Test
  void saysWhatDoesNotCompile() throws IOException {
    Path sources = Files.createDirectory(directory.resolve("sources"));
    Files.writeString(sources.resolve("Broken.java"), "class Broken { Missing field; }");
    assertThatThrownBy(() -> LegacyJar.build(List.of(sources), Workspace.genuineJars(), directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Missing");
  }
}
