// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TextServerTest {

  private static final List<String> TEXT = List.of("one", "two words", "", "drei Wörter ß");

  @Test
  void feedsTheLinesToEveryClient() throws Exception {
    try (TextServer server = TextServer.start(TEXT, Duration.ofMillis(1));
        Socket first = connect(server);
        Socket second = connect(server)) {
      assertThat(lines(second, TEXT.size())).isEqualTo(TEXT);
      assertThat(lines(first, TEXT.size())).isEqualTo(TEXT);
    }
  }

  @Test
  void keepsItsPace() throws Exception {
    Duration pace = Duration.ofMillis(50);
    try (TextServer server = TextServer.start(TEXT, pace);
        Socket client = connect(server)) {
      long start = System.nanoTime();
      lines(client, TEXT.size());
      // From the first line to the last; the connection was accepted at some time before.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(pace.multipliedBy(TEXT.size() - 2));
    }
  }

  @Test
  void saysWhenTheTextWasFed() throws Exception {
    try (TextServer server = TextServer.start(TEXT, Duration.ofMillis(1))) {
      assertThat(server.awaitFed(Duration.ofMillis(20))).isFalse();
      try (Socket client = connect(server)) {
        assertThat(server.awaitFed(Duration.ofSeconds(20))).isTrue();
        assertThat(client.getInputStream().available()).isPositive();
      }
    }
  }

  @Test
  void endsTheConnectionsWhenItCloses() throws Exception {
    TextServer server = TextServer.start(TEXT, Duration.ofMillis(1));
    try (Socket client = connect(server)) {
      server.awaitFed();
      server.close();
      assertThat(reader(client).lines()).isEqualTo(TEXT);
    }
  }

  @Test
  void releasesThoseThatWaitWhenItCloses() throws Exception {
    TextServer server = TextServer.start(TEXT, Duration.ofMillis(1));
    server.close();
    server.close();
    assertThat(server.awaitFed(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void servesOnAfterAClientHasLeft() throws Exception {
    try (TextServer server = TextServer.start(TEXT, Duration.ofMillis(1))) {
      connect(server).close();
      try (Socket client = connect(server)) {
        assertThat(lines(client, TEXT.size())).isEqualTo(TEXT);
      }
    }
  }

  @Test
  void theDemosTextFitsIntoWhatPrintShows() {
    List<String> text = TextServer.textResource("river.txt");

    assertThat(text).hasSizeGreaterThan(5).noneMatch(String::isBlank);
    // print() shows ten elements of a batch, and nobody knows how many lines meet in one.
    assertThat(text.stream().flatMap(line -> Arrays.stream(line.split(" "))).distinct())
        .hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void namesAResourceThatIsMissing() {
    assertThatThrownBy(() -> TextServer.textResource("missing.txt"))
        .hasMessageContaining("missing.txt");
  }

  private static Socket connect(TextServer server) throws IOException {
    return new Socket(InetAddress.getByName(server.host()), server.port());
  }

  private static List<String> lines(Socket client, int count) throws IOException {
    return reader(client).lines().limit(count).toList();
  }

  private static BufferedReader reader(Socket client) throws IOException {
    return new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
  }
}
