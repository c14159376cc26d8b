// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** One end of an authenticated connection. Several threads may send, one may receive. */
final class Connection implements AutoCloseable {

  /** A machine that vanished is noticed after one minute, rather than after hours. */
  private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, 30,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, 10,
          ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  Connection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    for (Map.Entry<SocketOption<Integer>, Integer> option : KEEP_ALIVE.entrySet()) {
      if (socket.supportedOptions().contains(option.getKey())) {
        socket.setOption(option.getKey(), option.getValue());
      }
    }
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  void send(Frame frame) throws IOException {
    synchronized (out) {
      frame.writeTo(out);
    }
  }

  /**
   * Waits for the next frame.
   *
   * @return null at the end
   */
  @Nullable Frame receive() throws IOException {
    return Frame.readFrom(in);
  }

  /** Says that nothing more will be sent; the other side closes when it has read everything. */
  void finishSending() throws IOException {
    synchronized (out) {
      socket.shutdownOutput();
    }
  }

  /** Ends whatever waits here. */
  @Override
  public void close() {
    Sockets.close(socket);
  }
}
