// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;

/** That a run shows something about the engine that it is meant for. */
class EngineTest {

  @Test
  void isTheOneThatTheBuildNames() {
    String engine = System.getProperty("behaviour.engine");
    String location =
        JavaDStream.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertThat(engine).isNotEmpty();
    assertThat(location).contains(engine);
  }

  @Test
  void hasNothingOfTheOtherBesideIt() throws IOException {
    String type = JavaDStream.class.getName().replace('.', '/') + ".class";
    assertThat(Collections.list(JavaDStream.class.getClassLoader().getResources(type))).hasSize(1);
  }
}
