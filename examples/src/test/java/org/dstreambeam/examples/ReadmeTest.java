// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is code that is compiled and run. */
class ReadmeTest {

  @Test
  void showsTheTestOfAWindowedStreamAsItIs() throws IOException {
    Path source = Path.of("src/test/java/org/dstreambeam/examples/WindowedCountTest.java");
    String code = Files.readString(source);
    String snippet = code.substring(code.indexOf("class WindowedCountTest"));

    assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + snippet + "```");
  }
}
