// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An unchanged jar on embedded Flink, through {@code bin/dstream-submit --runner flink}. */
class SubmitOnFlinkTest {

  @Test
  void printsWhatGenuineSparkPrintsAndNoWarningOfFlinks() throws Exception {
    Path runs = Workspace.runs().resolve("flink");
    Path jar = LegacyJar.build(Workspace.legacySources(), Workspace.genuineJars(), runs);
    LegacyProgram program = LegacyProgram.QUEUE_WORD_COUNT;

    String printed = Run.of(program, Engine.ON_EMBEDDED_FLINK, jar);

    assertThat(printed)
        .isEqualTo(Files.readString(Workspace.goldenFiles().resolve(program.goldenFile())));
    assertThat(jar.resolveSibling(program + "-" + Engine.ON_EMBEDDED_FLINK.name() + ".err"))
        .isEmptyFile();
  }
}
