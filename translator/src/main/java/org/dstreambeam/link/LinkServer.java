// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the link in the program's own JVM. TaskManagers come and go; each is told what the
 * others were told before it came. Thread-safe; the threads are daemons and end at {@link #close}.
 */
public final class LinkServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);

  /** Strangers who hold their connections keep the others waiting, but take no more threads. */
  static final int MOST_STRANGERS = 16;

  private static final long HANDSHAKE_MILLIS = 10_000;

  /** When the system has no socket to give: long enough to be no load, short enough for people. */
  private static final long PAUSE_MILLIS = 1_000;

  private static final int MOST_WARNED = 1_000;

  /**
   * What TaskManagers say. The methods are called on threads of the link, one at a time; while one
   * runs, nothing more is read. What it throws is logged.
   */
  public interface Listener {

    /** Text for the standard output, with its line ends. */
    void onPrinted(String text);

    /** A warning of something that the program survived, for the log. */
    void onReport(String text);

    /** A driver function has called {@code stop} on its context. To return soon. */
    void onStop(StopRequest request);

    /** The values of accumulators, which supersede those before. */
    void onAccumulators(byte[] values);

    /**
     * The outputs of a batch are done; their texts came before. Batches may be left out, and come
     * again after a restart.
     *
     * @param batchTime ms
     */
    default void onCompleted(long batchTime) {}
  }

  private final LinkAddress address;
  private final ServerSocket socket;
  private final Listener listener;
  private final long handshakeMillis;
  private final Semaphore strangers = new Semaphore(MOST_STRANGERS);
  private final AtomicInteger threads = new AtomicInteger();
  private final Set<InetAddress> warnedOf = ConcurrentHashMap.newKeySet();
  private final Object telling = new Object();
  private final Thread acceptor = Sockets.daemon("driver-link-accept", this::accept);

  // All below is guarded by this.
  private final Set<Socket> sockets = new HashSet<>();

  /** Each with the number of the instructions that it has heeded. */
  private final Map<Connection, Long> connections = new LinkedHashMap<>();

  private Instructions instructions = Instructions.NONE;
  private long lastCompleted = Long.MIN_VALUE;
  private boolean closed;

  private LinkServer(
      LinkAddress address, ServerSocket socket, Listener listener, long handshakeMillis) {
    this.address = address;
    this.socket = socket;
    this.listener = listener;
    this.handshakeMillis = handshakeMillis;
  }

  /**
   * Listens for TaskManagers, by {@code spark.driver.host}, {@code .bindAddress} and {@code .port}.
   *
   * @param master the cluster's address, which is not connected to
   * @throws org.dstreambeam.spi.CannotStartException if it cannot listen there
   */
  public static LinkServer open(SparkConf conf, InetSocketAddress master, Listener listener) {
    DriverAddress wanted = DriverAddress.of(conf, master);
    return open(wanted, Handshake.newToken(), listener, HANDSHAKE_MILLIS);
  }

  static LinkServer open(
      DriverAddress wanted, String token, Listener listener, long handshakeMillis) {
    ServerSocket socket = wanted.open();
    LinkAddress address = new LinkAddress(wanted.host(), socket.getLocalPort(), token);
    LinkServer server = new LinkServer(address, socket, listener, handshakeMillis);
    server.acceptor.start();
    LOG.info("TaskManagers report to {}", address);
    return server;
  }

  /** Where TaskManagers find this; with the token. */
  public LinkAddress address() {
    return address;
  }

  /** Tells all TaskManagers, those that connect later too, to stop their receivers. */
  public synchronized void stopReceiving() {
    tell(instructions.andStopReceiving());
  }

  /**
   * Tells all TaskManagers, those that connect later too, which batch is the last. May be called
   * again with another one.
   *
   * @param lastBatch its time, ms
   * @param readersEnd whether sources end after it, rather than pause
   */
  public synchronized void finishAfter(long lastBatch, boolean readersEnd) {
    tell(instructions.andFinishAfter(lastBatch, readersEnd));
  }

  private void tell(Instructions changed) {
    instructions = changed;
    connections.keySet().forEach(this::instruct);
  }

  private void instruct(Connection connection) {
    send(connection, instructions.frame());
  }

  /** It is a few bytes, which the other side always reads: this does not wait. */
  private static void send(Connection connection, Frame frame) {
    try {
      connection.send(frame);
    } catch (IOException e) { // the thread that reads it finds out, too
      connection.close();
    }
  }

  /**
   * Waits until every TaskManager that is connected and listens has done what was said last: its
   * receivers have stopped, say.
   *
   * @return whether all have; true if none is connected
   */
  public synchronized boolean awaitHeeded(long millis) throws InterruptedException {
    long deadline = deadline(millis);
    for (long left = millis; !closed && left > 0 && !isHeeded(); left = millisUntil(deadline)) {
      TimeUnit.MILLISECONDS.timedWait(this, left);
    }
    return isHeeded();
  }

  private boolean isHeeded() {
    return connections.values().stream().allMatch(heeded -> heeded == instructions.number());
  }

  /**
   * Waits until the outputs of a batch are done.
   *
   * @param batchTime ms
   * @return whether they are; false after that time, or when this is closed
   */
  public synchronized boolean awaitCompleted(long batchTime, long millis)
      throws InterruptedException {
    long deadline = deadline(millis);
    for (long left = millis;
        !closed && left > 0 && lastCompleted < batchTime;
        left = millisUntil(deadline)) {
      TimeUnit.MILLISECONDS.timedWait(this, left);
    }
    return lastCompleted >= batchTime;
  }

  /** The latest batch whose outputs are known to be done, ms; {@link Long#MIN_VALUE} if none is. */
  public synchronized long lastCompleted() {
    return lastCompleted;
  }

  private static long deadline(long millis) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static long millisUntil(long deadline) {
    return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
  }

  /** Ends all connections, and frees the port; who waits here returns. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      Sockets.close(socket);
      sockets.forEach(Sockets::close);
      notifyAll();
    }
    strangers.release(MOST_STRANGERS); // the thread that accepts may wait for one
    try {
      acceptor.join(); // the system keeps the port for as long as a thread is accepting
    } catch (InterruptedException e) { // it will be free soon
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void accept() {
    while (!isClosed()) {
      strangers.acquireUninterruptibly();
      try {
        admit(socket.accept());
      } catch (IOException e) {
        strangers.release();
        pauseUnlessClosed(e);
      }
    }
  }

  private synchronized void pauseUnlessClosed(IOException reason) {
    if (closed) {
      return;
    }
    LOG.warn("TaskManagers cannot connect at the moment", reason);
    try {
      TimeUnit.MILLISECONDS.timedWait(this, PAUSE_MILLIS);
    } catch (InterruptedException e) { // nobody does: accept sooner
      LOG.debug("Interrupted", e);
    }
  }

  private void admit(Socket accepted) {
    synchronized (this) {
      if (closed) {
        Sockets.close(accepted);
        return;
      }
      sockets.add(accepted);
    }
    Sockets.daemon("driver-link-" + threads.incrementAndGet(), () -> serve(accepted)).start();
  }

  private void serve(Socket accepted) {
    try {
      try {
        Handshake.asServer(accepted, address.token(), handshakeMillis);
      } catch (IOException e) {
        warnOf(accepted, e);
        return;
      } finally {
        strangers.release();
      }
      serve(new Connection(accepted), accepted);
    } catch (IOException e) {
      logUnlessClosed(accepted, String.valueOf(e.getMessage()));
    } finally {
      Sockets.close(accepted);
      synchronized (this) {
        sockets.remove(accepted);
      }
    }
  }

  /** Once per address: who tries again and again fills no log. */
  private void warnOf(Socket stranger, IOException reason) {
    InetAddress from = stranger.getInetAddress();
    if (!isClosed() && warnedOf.size() < MOST_WARNED && warnedOf.add(from)) {
      LOG.warn(
          "A connection from {} was refused: {}; further ones are refused without a word",
          from.getHostAddress(),
          reason.getMessage());
    }
  }

  private void serve(Connection connection, Socket accepted) throws IOException {
    LOG.info("A TaskManager at {} is connected", accepted.getRemoteSocketAddress());
    joined(connection);
    try {
      for (Frame frame = connection.receive(); frame != null; frame = connection.receive()) {
        take(frame, connection);
      }
      logUnlessClosed(accepted, "it closed the connection");
    } finally {
      left(connection);
    }
  }

  private void logUnlessClosed(Socket gone, String reason) {
    if (!isClosed()) {
      LOG.info(
          "The TaskManager at {} is gone, or will be back: {}",
          gone.getRemoteSocketAddress(),
          reason);
    }
  }

  private synchronized void joined(Connection connection) {
    connections.put(connection, 0L);
    if (instructions.number() > 0) {
      instruct(connection);
    }
    notifyAll();
  }

  private synchronized void left(Connection connection) {
    connections.remove(connection);
    notifyAll();
  }

  private void take(Frame frame, Connection connection) throws IOException {
    switch (frame.type()) {
      case PRINTED -> tell(() -> listener.onPrinted(frame.text()));
      case REPORT -> tell(() -> listener.onReport(frame.text()));
      case ACCUMULATORS -> tell(() -> listener.onAccumulators(frame.content()));
      case STOP -> {
        StopRequest request = StopRequest.in(frame);
        tell(() -> listener.onStop(request));
      }
      case COMPLETED -> completed(frame.number());
      case TOLD -> sendToAll(frame);
      case HEEDED -> heeded(connection, frame.number());
      case INSTRUCTIONS -> throw new IOException("Not for the driver: " + frame.type());
    }
  }

  private void tell(Runnable call) {
    synchronized (telling) {
      try {
        call.run();
      } catch (Throwable e) { // Errors too: the rest shall be heard
        LOG.error("What a TaskManager said could not be processed", e);
      }
    }
  }

  private void completed(long batchTime) {
    tell(() -> listener.onCompleted(batchTime));
    synchronized (this) {
      lastCompleted = Math.max(lastCompleted, batchTime);
      notifyAll();
    }
    sendToAll(Frame.of(Frame.Type.COMPLETED, batchTime));
  }

  /** Without the lock: one that hangs must not keep the others from being stopped. */
  private void sendToAll(Frame frame) {
    List<Connection> all;
    synchronized (this) {
      all = List.copyOf(connections.keySet());
    }
    all.forEach(to -> send(to, frame));
  }

  private synchronized void heeded(Connection connection, long number) {
    connections.computeIfPresent(connection, (known, before) -> number);
    notifyAll();
  }
}
