// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.streaming.StreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NetworkWordCountTest {

  @Test
  void countsEveryWordOfTheTextOnce() throws Exception {
    List<String> text = TextServer.textResource("river.txt");
    Map<String, Integer> expected = PrintedCounts.countsOf(text);
    try (PrintedCounts printed = new PrintedCounts();
        TextServer server = TextServer.start(text, Duration.ofMillis(200))) {
      CompletableFuture<Void> program =
          CompletableFuture.runAsync(() -> wordCount(server.host(), server.port()));
      try {
        while (!printed.total().equals(expected) && !program.isDone()) {
          Thread.sleep(50);
        }
      } finally {
        stopActiveContext();
      }
      program.get();

      assertThat(printed.total()).isEqualTo(expected);
      assertThat(printed.others()).isEmpty();
      assertThat(printed.batchTimes())
          .hasSizeGreaterThan(1)
          .isSorted()
          .doesNotHaveDuplicates()
          .allMatch(time -> time % 1_000 == 0);
    }
  }

  private static void wordCount(String host, int port) {
    try {
      NetworkWordCount.main(new String[] {host, String.valueOf(port)});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stopActiveContext() {
    if (StreamingContext.getActive().isDefined()) {
      StreamingContext.getActive().get().stop(true, true);
    }
  }
}
