// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Feeds a text, line by line, to every client that connects to its port on the loopback address.
 *
 * <p>A fed connection stays open until the client or the server closes: to a receiver, the end of
 * the connection would be a reason to connect again and get the text once more.
 */
public final class TextServer implements Closeable {

  private final List<String> lines;
  private final Duration pace;
  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch fed = new CountDownLatch(1);

  private TextServer(List<String> lines, Duration pace, ServerSocket server) {
    this.lines = List.copyOf(lines);
    this.pace = pace;
    this.server = server;
  }

  /**
   * Starts a server on a free port.
   *
   * @param pace the time from one line to the next
   */
  public static TextServer start(List<String> lines, Duration pace) throws IOException {
    TextServer server =
        new TextServer(lines, pace, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    daemon("text-server", server::accept);
    return server;
  }

  /** The lines of a text file beside this class. */
  public static List<String> textResource(String name) {
    try (InputStream in = TextServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name + " beside " + TextServer.class);
      }
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String host() {
    return server.getInetAddress().getHostAddress();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Waits until one client was sent the whole text, or the server was closed. */
  public void awaitFed() throws InterruptedException {
    fed.await();
  }

  /** Like {@link #awaitFed()}, for a limited time; says whether it came to pass. */
  public boolean awaitFed(Duration limit) throws InterruptedException {
    return fed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Frees the port and ends all connections. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
    fed.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        daemon("text-server-" + connection.getPort(), () -> serve(connection));
      }
    } catch (IOException e) {
      // The server was closed, which is how it ends.
      fed.countDown();
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      // A connection accepted while the server closes was perhaps not seen by close().
      if (!server.isClosed()) {
        feed(connection);
      }
    } catch (IOException e) {
      // The client has left, or the server was closed: nobody is there to be told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private void feed(Socket connection) throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    for (String line : lines) {
      out.write((line + "\n").getBytes(UTF_8));
      out.flush();
      Thread.sleep(pace.toMillis());
    }
    fed.countDown();
    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
