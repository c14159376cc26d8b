// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that sends a hundred megabytes without a newline. */
@Timeout(120)
class EndlessLineTest {

  private static final int LENGTH = 100_000_000;

  @RegisterExtension private final Program program = Program.onManualClock();

  @Test
  void isOneRecordAndNoneIsLostOfAnyStream() throws Exception {
    Journal<Integer> lengths = new Journal<>();
    Journal<Integer> others = new Journal<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server), "server");
      serving.setDaemon(true);
      serving.start();
      JavaDStream<String> lines =
          program
              .context()
              .socketTextStream(server.getInetAddress().getHostAddress(), server.getLocalPort());
      lines.map(String::length).foreachRDD(rdd -> rdd.collect().forEach(lengths::add));
      program
          .batches(List.of(1, 2), List.of(3))
          .foreachRDD(rdd -> rdd.collect().forEach(others::add));
      program.context().start();

      Journal.awaitThat(
          () -> "three lines, of which there are " + lengths.all(),
          () -> {
            program.advance(1);
            return lengths.all().size() == 3;
          });
      serving.join();
    }
    assertThat(lengths.all()).containsExactly(5, LENGTH, 4);
    assertThat(others.first(3)).containsExactly(1, 2, 3);
  }

  private static void serve(ServerSocket server) {
    byte[] piece = new byte[1 << 16];
    Arrays.fill(piece, (byte) 'x');
    try (Socket client = server.accept();
        OutputStream out = client.getOutputStream()) {
      out.write("first\n".getBytes(UTF_8));
      for (int left = LENGTH; left > 0; left -= piece.length) {
        out.write(piece, 0, Math.min(left, piece.length));
      }
      out.write("\nlast\n".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
