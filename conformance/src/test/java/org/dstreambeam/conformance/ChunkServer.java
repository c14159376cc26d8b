// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server that a socket program reads from. It sends each chunk amid a batch and right after a
 * receiver has cut a block, so that no chunk is cut in two. Both cuts come at multiples of their
 * interval since the epoch; a chunk has 190 ms until the next block, and more until the next batch.
 */
final class ChunkServer implements AutoCloseable {
  private static final long BLOCK_INTERVAL_MILLIS = 200;
  private static final long AFTER_A_CUT_MILLIS = 10;

  private final ServerSocket server;
  private @Nullable Socket client;

  ChunkServer(Duration acceptLimit) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout((int) acceptLimit.toMillis());
  }

  String host() {
    return server.getInetAddress().getHostAddress();
  }

  int port() {
    return server.getLocalPort();
  }

  void sendInMidBatch(String chunk, Duration batch) throws IOException, InterruptedException {
    Socket connection = client;
    if (connection == null) {
      connection = server.accept();
      client = connection;
    }
    long wantedOffset = 2 * BLOCK_INTERVAL_MILLIS + AFTER_A_CUT_MILLIS;
    long wait = Math.floorMod(wantedOffset - System.currentTimeMillis(), batch.toMillis());
    TimeUnit.MILLISECONDS.sleep(wait);
    connection.getOutputStream().write(chunk.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    if (client != null) {
      client.close();
    }
    server.close();
  }
}
