// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The program's own side of a link, on loopback, which writes down what it hears. */
final class Driver implements LinkServer.Listener, AutoCloseable {

  static final long HANDSHAKE_MILLIS = 60_000;

  private static final String LOOPBACK = "127.0.0.1";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  final LinkServer server;

  private Driver(int port, String token, long handshakeMillis) {
    DriverAddress wanted = new DriverAddress(LOOPBACK, LOOPBACK, port, 0);
    server = LinkServer.open(wanted, token, this, handshakeMillis);
  }

  static Driver start() {
    return start(HANDSHAKE_MILLIS);
  }

  static Driver start(long handshakeMillis) {
    return new Driver(0, Handshake.newToken(), handshakeMillis);
  }

  /** Where another one was. */
  static Driver startAt(LinkAddress address) {
    return new Driver(address.port(), address.token(), HANDSHAKE_MILLIS);
  }

  LinkAddress address() {
    return server.address();
  }

  /** A connection without a word said. */
  Socket socket() throws IOException {
    return new Socket(InetAddress.getByName(LOOPBACK), address().port());
  }

  /** A client without a queue, that has said who it is. */
  Connection connect() throws IOException {
    Socket socket = socket();
    Handshake.asClient(socket, address().token(), HANDSHAKE_MILLIS);
    return new Connection(socket);
  }

  @Override
  public void onPrinted(String text) {
    heard.add("printed " + text);
  }

  @Override
  public void onReport(String text) {
    heard.add("report " + text);
  }

  @Override
  public void onStop(StopRequest request) {
    heard.add("stop " + request.stopSparkContext() + " " + request.gracefully());
  }

  @Override
  public void onAccumulators(byte[] values) {
    heard.add("accumulators " + values.length);
  }

  @Override
  public void onCompleted(long batchTime) {
    heard.add("completed " + batchTime);
  }

  /** What is heard next. */
  String next() throws InterruptedException {
    @Nullable String next = heard.poll(60, SECONDS);
    assertThat(next).as("what the driver hears").isNotNull();
    return next;
  }

  List<String> next(int count) throws InterruptedException {
    List<String> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(next());
    }
    return next;
  }

  @Override
  public void close() {
    server.close();
  }
}
