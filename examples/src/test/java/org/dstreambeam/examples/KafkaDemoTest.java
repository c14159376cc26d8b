// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KafkaDemoTest {

  @Test
  void countsTheWholeTextFromATopicAndLeavesNoBroker() throws Exception {
    List<String> text = TextServer.textResource("river.txt");
    try (PrintedCounts printed = new PrintedCounts()) {
      KafkaDemo.main(new String[0]);

      assertThat(printed.total()).isEqualTo(PrintedCounts.countsOf(text));
      assertThat(printed.batchTimes())
          .hasSizeGreaterThan(1)
          .isSorted()
          .doesNotHaveDuplicates()
          .allMatch(time -> time % 1_000 == 0);
      assertThat(printed.others())
          .hasSize(2)
          .last()
          .isEqualTo("Demo: all 11 lines were written; stopped.");
    }
    assertThat(ProcessHandle.current().children()).isEmpty();
  }
}
