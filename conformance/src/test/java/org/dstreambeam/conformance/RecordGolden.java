// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the golden files from runs on genuine Spark. Every program runs twice: a text that is not
 * the same both times is not recorded, for it depends on more than the program.
 */
final class RecordGolden {
  private RecordGolden() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path jar =
        LegacyJar.build(Workspace.legacySources(), Workspace.genuineJars(), Workspace.runs());
    Files.createDirectories(Workspace.goldenFiles());
    for (LegacyProgram program : LegacyProgram.values()) {
      String text = Run.of(program, Engine.GENUINE_SPARK, jar);
      if (!text.equals(Run.of(program, Engine.GENUINE_SPARK, jar))) {
        throw new IllegalStateException(
            program + " did not print the same in two runs; see " + jar.getParent());
      }
      Path golden = Workspace.goldenFiles().resolve(program.goldenFile());
      Files.writeString(golden, text);
      System.out.println("Recorded " + golden.getFileName());
    }
  }
}
