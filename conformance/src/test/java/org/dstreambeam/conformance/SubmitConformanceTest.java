// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The unchanged jar on DStream on Beam, through {@code bin/dstream-submit}. */
class SubmitConformanceTest extends Conformance {
  SubmitConformanceTest() {
    super(Engine.DSTREAM_ON_BEAM);
  }

  /** Other versions of Kafka's classes than this library has are among them. */
  @Test
  void soDoesAnAssemblyThatBundlesSparkAndKafka() throws Exception {
    Path directory = Files.createDirectories(jar().resolveSibling("assembly"));
    Path assembly =
        AssemblyJar.build(jar(), Workspace.genuineJars(), directory.resolve("assembly.jar"));
    assertPrintsWhatGenuineSparkPrints(LegacyProgram.DIRECT_KAFKA, assembly);
  }
}
