// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.receiver.SocketReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against real servers on the loopback interface. */
@Timeout(60)
class SocketReceiverTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HOST = LOOPBACK.getHostAddress();
  private static final long TEN_SECONDS = TimeUnit.SECONDS.toMillis(10);

  private final RecordingSink sink = new RecordingSink();
  private final SparkConf conf =
      new SparkConf(false).set("spark.streaming.receiverRestartDelay", "20");
  private ServerSocket server;
  private ReceiverSupervision supervision;

  SocketReceiverTest() throws IOException {
    server = new ServerSocket(0, 50, LOOPBACK);
    supervision = supervise(SocketReceiver.ofLines(HOST, port(), StorageLevel.MEMORY_ONLY()));
  }

  @AfterEach
  void close() throws IOException {
    supervision.stop("end of test", TEN_SECONDS);
    server.close();
  }

  @Test
  void endsLinesAtEachKindOfTerminatorAndRemovesIt() throws Exception {
    supervision.start();
    serve("a\nb\r\nc\rd\n\n\re\n");

    assertThat(sink.await(7)).containsExactly("a", "b", "c", "d", "", "", "e");
  }

  @Test
  void deliversAnUnterminatedTailAtTheEnd() throws Exception {
    supervision.start();
    serve("a\ntail");

    assertThat(sink.await(2)).containsExactly("a", "tail");
  }

  @Test
  void readsUtf8() throws Exception {
    supervision.start();
    serve("Größe €\n");

    assertThat(sink.await(1)).containsExactly("Größe €");
  }

  @Test
  void deliversALineBeforeTheConnectionEnds() throws Exception {
    supervision.start();
    try (Socket connection = server.accept()) {
      connection.getOutputStream().write("now\n".getBytes(UTF_8));

      assertThat(sink.await(1)).containsExactly("now");
    }
  }

  @Test
  void connectsAgainWhenTheServerCloses() throws Exception {
    supervision.start();
    serve("first\n");
    serve("second\n");
    serve("third\n");

    assertThat(sink.await(3)).containsExactly("first", "second", "third");
  }

  @Test
  void connectsWhenAServerAppears() throws Exception {
    int port = port();
    server.close();
    supervision.start(); // refused, again and again
    server = new ServerSocket(port, 50, LOOPBACK);
    serve("at last\n");

    assertThat(sink.await(1)).containsExactly("at last");
  }

  @Test
  void connectsAgainWhenTheConnectionBreaks() throws Exception {
    supervision.start();
    try (Socket connection = server.accept()) {
      connection.setSoLinger(true, 0); // close by a reset
    }
    serve("again\n");

    assertThat(sink.await(1)).containsExactly("again");
  }

  @Test
  void closesTheConnectionWhenTheStreamStops() throws Exception {
    supervision.start();
    try (Socket connection = server.accept()) {
      assertThat(supervision.stop("end", TEN_SECONDS)).isTrue();

      assertThat(connection.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void callsTheConverterOncePerConnection() throws Exception {
    supervision =
        supervise(
            new SocketReceiver<>(
                HOST,
                port(),
                in -> IntStream.of(in.read(), in.read(), -1).boxed().iterator(),
                StorageLevel.MEMORY_ONLY()));
    supervision.start();
    serve("ab");
    serve("cd");

    assertThat(sink.await(6)).containsExactly(97, 98, -1, 99, 100, -1);
  }

  @Test
  void connectsAgainWhenTheConverterThrows() throws Exception {
    supervision =
        supervise(
            new SocketReceiver<>(
                HOST,
                port(),
                in -> {
                  int first = in.read();
                  if (first == 'x') {
                    throw new IOException("not our protocol");
                  }
                  return List.of(first).iterator();
                },
                StorageLevel.MEMORY_ONLY()));
    supervision.start();
    serve("x");
    serve("a");

    assertThat(sink.await(1)).containsExactly(97);
  }

  private int port() {
    return server.getLocalPort();
  }

  /** Accepts one connection, sends {@code text} and closes. */
  private void serve(String text) throws IOException {
    try (Socket connection = server.accept()) {
      connection.getOutputStream().write(text.getBytes(UTF_8));
    }
  }

  private ReceiverSupervision supervise(Receiver<?> receiver) {
    return new ReceiverSupervision(ReceiverImage.of(receiver, 0), conf, sink);
  }
}
