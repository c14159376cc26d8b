// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the link in a TaskManager. One serves all tasks of a program in the process.
 *
 * <p>It connects by itself, again and again for as long as it is open: the program's own JVM may be
 * away, or gone for ever. No method but {@link #close} ever waits, and none throws. What is told
 * waits in a bounded queue, the text of a batch before its completion; texts are dropped when that
 * is full. Thread-safe.
 */
public final class LinkClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LinkClient.class);

  private static final int CONNECT_MILLIS = 10_000;
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  /** In place of a point in time: there is a connection. */
  private static final long CONNECTED = Long.MIN_VALUE;

  /** What a close gives a driver that is there to take what waits for it. */
  private static final long FLUSH_MILLIS = 2_000;

  /**
   * What the program's own JVM has to say. The methods are called on a thread of the link, one
   * after the other, and may take their time.
   */
  public interface Listener {

    /** Receivers are to stop. Called once. */
    void stopReceiving();

    /**
     * There is a last batch. Called again if it becomes another one.
     *
     * @param lastBatch its time, ms
     * @param readersEnd whether sources end after it, and with them the pipeline; else they pause
     */
    void finishAfter(long lastBatch, boolean readersEnd);

    /**
     * The outputs of a batch are done, wherever they ran. Batches may be left out. To return soon:
     * the link is not read meanwhile.
     *
     * @param batchTime ms
     */
    default void completed(long batchTime) {}

    /** Word of the program to one of its sources, from this JVM or another. To return soon. */
    default void told(String source, byte[] word) {}
  }

  private final LinkAddress address;
  private final Outbox outbox;
  private final InstructionTeller teller = new InstructionTeller();
  private final Thread reader = Sockets.daemon("driver-link-reader", this::stayConnected);
  private final Thread writer = Sockets.daemon("driver-link-writer", this::write);
  private volatile long awaySince = System.nanoTime();
  private @Nullable Socket socket;
  private @Nullable Connection connection;
  private boolean closed;
  private boolean absenceIsLogged; // by the reader alone

  private LinkClient(LinkAddress address) {
    this.address = address;
    this.outbox = new Outbox(address.toString());
  }

  /** Begins to connect, and returns at once. */
  public static LinkClient to(LinkAddress address) {
    LinkClient client = new LinkClient(address);
    client.reader.start();
    client.writer.start();
    client.teller.start();
    return client;
  }

  /**
   * Says who follows instructions; the one before, if any, is told nothing any more. What has been
   * heard already is told at once, on the link's thread.
   */
  public void listen(Listener listener) {
    teller.listen(listener);
  }

  /**
   * The outputs of a batch are done.
   *
   * @param batchTime ms; a later one includes those before
   */
  public void completed(long batchTime) {
    outbox.completed(batchTime);
  }

  /** A driver function wants the program to end; the driver sees to it. */
  public void stop(StopRequest request) {
    outbox.stop(request);
  }

  /**
   * Word to one of the sources of the program, which may be read in another JVM. Lost if the driver
   * is away, or the source between two lives.
   */
  public void tell(String source, byte[] word) {
    outbox.told(source, word);
  }

  /** For how long there has been no connection, ms; 0 while there is one. Costs next to nothing. */
  public long awayMillis() {
    long since = awaySince;
    return since == CONNECTED ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  /** Text for the standard output of the program's own JVM; no line end is added. */
  public void print(String text) {
    outbox.text(Frame.Type.PRINTED, text);
  }

  /** A line for the log of the program's own JVM: of an output that failed, say. */
  public void report(String text) {
    outbox.text(Frame.Type.REPORT, text);
  }

  /**
   * The values of accumulators, which supersede those told before. They arrive before a batch that
   * is {@link #completed} later; values in between may be left out.
   */
  public void accumulators(byte[] values) {
    if (values.length >= Frame.MOST_BYTES) {
      LOG.warn("The driver does not learn of accumulators that take {} bytes", values.length);
      return;
    }
    outbox.accumulators(values);
  }

  /**
   * Ends the link. If there is a connection, what waits is sent first, for two seconds at most.
   * What is told later is dropped.
   */
  @Override
  public void close() {
    Socket open;
    boolean flushes;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = socket;
      flushes = connection != null;
      notifyAll();
    }
    outbox.close();
    teller.close();
    if (flushes) {
      awaitEndOf(writer);
      awaitEndOf(reader); // the driver closes when it has read all
    }
    if (open != null) {
      Sockets.close(open);
    }
  }

  private void awaitEndOf(Thread thread) {
    try {
      thread.join(FLUSH_MILLIS / 2);
    } catch (InterruptedException e) { // then without further waiting
      Thread.currentThread().interrupt();
    }
  }

  private void stayConnected() {
    long pause = FIRST_PAUSE_MILLIS;
    boolean goOn = true;
    while (goOn) {
      try (Socket opened = new Socket()) {
        if (!mayUse(opened)) {
          return;
        }
        Connection connection = connect(opened);
        pause = FIRST_PAUSE_MILLIS;
        listenTo(connection);
      } catch (IOException e) {
        logAbsence(e);
      }
      goOn = pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Lets {@link #close} end what waits on it. */
  private synchronized boolean mayUse(Socket opened) {
    socket = opened;
    return !closed;
  }

  private Connection connect(Socket opened) throws IOException {
    InetSocketAddress driver = new InetSocketAddress(address.host(), address.port());
    if (driver.isUnresolved()) {
      throw new UnknownHostException("no such host is known");
    }
    opened.connect(driver, CONNECT_MILLIS);
    Handshake.asClient(opened, address.token(), HANDSHAKE_MILLIS);
    return new Connection(opened);
  }

  private void listenTo(Connection established) throws IOException {
    LOG.info("Connected to the driver at {}", address);
    absenceIsLogged = false;
    synchronized (this) {
      if (closed) {
        return;
      }
      connection = established;
      awaySince = CONNECTED;
      outbox.connected(established); // a close from here on sends what waits
    }
    try {
      for (Frame frame = established.receive(); frame != null; frame = established.receive()) {
        if (frame.type() == Frame.Type.COMPLETED) {
          teller.completed(frame.number());
        } else if (frame.type() == Frame.Type.TOLD) {
          teller.told(frame.word());
        } else {
          teller.heard(Instructions.in(frame), established);
        }
      }
      throw new EOFException("it closed the connection");
    } finally {
      synchronized (this) {
        connection = null;
        awaySince = System.nanoTime();
      }
      outbox.disconnected(established);
    }
  }

  private void logAbsence(IOException reason) {
    if (!absenceIsLogged && !isClosed()) {
      absenceIsLogged = true;
      LOG.info(
          "The driver at {} is not there ({}); this is tried again and again, the program goes on",
          address,
          reason.getMessage());
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Returns whether to go on. */
  private synchronized boolean pause(long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left = millis; left > 0 && !closed; left = millisUntil(deadline)) {
        TimeUnit.MILLISECONDS.timedWait(this, left);
      }
      return !closed;
    } catch (InterruptedException e) { // nobody does; an end all the same
      return false;
    }
  }

  private static long millisUntil(long deadline) {
    return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
  }

  private void write() {
    try {
      for (Outbox.Next next = outbox.next(); next != null; next = outbox.next()) {
        send(next);
      }
      Connection last = connectionOrNull();
      if (last != null) {
        last.finishSending();
      }
    } catch (InterruptedException | IOException e) { // it has gone meanwhile
      LOG.debug("The link ends", e);
    }
  }

  private void send(Outbox.Next next) {
    try {
      next.connection().send(next.frame());
      outbox.sent(next.frame());
    } catch (IOException e) { // the reader finds out why, and comes back with another one
      next.connection().close();
      outbox.disconnected(next.connection());
    }
  }

  private synchronized @Nullable Connection connectionOrNull() {
    return connection;
  }
}
