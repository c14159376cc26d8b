// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Iterator;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP client that turns what the server sends into records, and connects again when the
 * connection ends, for ever. What the server sends in between is lost.
 */
public final class SocketReceiver<T extends @Nullable Object> extends Receiver<T> {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(SocketReceiver.class);

  private final String host;
  private final int port;
  private final Function<InputStream, Iterator<T>> converter;

  private transient @Nullable Socket socket;

  /**
   * Creates a client of {@code host:port}.
   *
   * @param converter called once for each connection; its iterator is read to the end
   */
  public SocketReceiver(
      String host,
      int port,
      Function<InputStream, Iterator<T>> converter,
      StorageLevel storageLevel) {
    super(storageLevel);
    this.host = host;
    this.port = port;
    this.converter = converter;
  }

  /**
   * Creates a client that stores each line of UTF-8 text as a record. A line ends with {@code \n},
   * {@code \r\n} or {@code \r}, which is removed, or with the stream.
   */
  public static SocketReceiver<String> ofLines(String host, int port, StorageLevel storageLevel) {
    return new SocketReceiver<>(host, port, Lines::new, storageLevel);
  }

  /** Connects on the calling thread, and then reads on a thread of its own. */
  @Override
  public void onStart() {
    log.info("Connecting to {}:{}", host, port);
    Socket opened;
    try {
      opened = new Socket(host, port);
    } catch (ConnectException refused) {
      restart("Error connecting to " + host + ":" + port, refused);
      return;
    } catch (IOException e) { // an unknown host, say: fails the launch with the exception as it is
      throw Rethrow.as(e);
    }
    setSocket(opened);
    log.info("Connected to {}:{}", host, port);
    Thread reader = new Thread(() -> receive(opened), "socket-receiver-" + streamId());
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void onStop() {
    Socket open = setSocket(null);
    if (open != null) {
      close(open);
      log.info("Closed socket to {}:{}", host, port);
    }
  }

  private synchronized @Nullable Socket setSocket(@Nullable Socket next) {
    Socket previous = socket;
    socket = next;
    return previous;
  }

  private void receive(Socket source) {
    try {
      Iterator<T> records = converter.call(source.getInputStream());
      while (!source.isClosed() && records.hasNext()) {
        store(records.next());
      }
      restartUnlessClosed(source, "Socket data stream had no more data", null);
    } catch (Throwable failure) { // whatever a converter throws must not end the stream silently
      restartUnlessClosed(source, "Error receiving data", failure);
    } finally {
      close(source); // and not the field's, which may be the next connection already
    }
  }

  /** A socket that {@link #onStop()} closed has nothing to complain about. */
  private void restartUnlessClosed(Socket source, String message, @Nullable Throwable failure) {
    if (source.isClosed()) {
      log.info("Stopped receiving from {}:{}", host, port);
    } else if (failure == null) {
      restart(message);
    } else {
      restart(message, failure);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.warn("Could not close {}", socket, e);
    }
  }
}
