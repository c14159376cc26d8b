// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DemoTest {

  @Test
  void countsTheWholeTextAndEnds() throws Exception {
    List<String> text = TextServer.textResource("river.txt");
    try (PrintedCounts printed = new PrintedCounts()) {
      Demo.main(new String[0]);

      assertThat(printed.total()).isEqualTo(PrintedCounts.countsOf(text));
      assertThat(printed.others()).containsExactly("Demo: all 11 lines were fed; stopped.");
    }
  }
}
