// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a TaskManager has to say and nobody has taken yet.
 *
 * <pre>
 *   newest accumulators (0 or 1) | text, text, completed, text, completed, ...
 * </pre>
 *
 * <p>Nobody waits to put something in. Texts are dropped when too many wait. Completed batches are
 * not: of two that follow each other the later one says it all. Nor are accumulators, of which the
 * newest values do; they go ahead of everything, so ahead of the batch that they belong to.
 */
final class Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** One text may be longer if nothing else waits. */
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /** Of a text that is cut, so that each part is a frame. */
  private static final int PART_CHARS = 1024 * 1024;

  private final String driver;
  private final int mostBytes;
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private @Nullable Frame accumulators;
  private boolean accumulatorsWait;
  private @Nullable Frame lastCompleted;
  private @Nullable Connection connection;
  private long dropped;
  private boolean dropsAreLogged;
  private boolean closed;

  /** What is to be sent next, and over what. */
  record Next(Connection connection, Frame frame) {}

  /**
   * @param driver named in the log
   */
  Outbox(String driver) {
    this(driver, MOST_BYTES);
  }

  Outbox(String driver, int mostBytes) {
    this.driver = driver;
    this.mostBytes = mostBytes;
  }

  /** A text: all of it, or nothing. */
  synchronized void text(Frame.Type type, String text) {
    if (closed) {
      return;
    }
    List<Frame> parts = parts(type, text);
    long bytes = parts.stream().mapToLong(Frame::size).sum();
    if (waitingBytes > 0 && waitingBytes + bytes > mostBytes) {
      drop();
      return;
    }
    if (dropped > 0) {
      parts.add(
          0,
          Frame.of(
              Frame.Type.REPORT,
              dropped + " printed texts were dropped: they were not taken fast enough"));
      dropped = 0;
    }
    parts.forEach(this::add);
  }

  private static List<Frame> parts(Frame.Type type, String text) {
    List<Frame> parts = new ArrayList<>();
    int from = 0;
    while (text.length() - from > PART_CHARS) {
      int until = from + PART_CHARS;
      if (Character.isHighSurrogate(text.charAt(until - 1))) {
        until--;
      }
      parts.add(Frame.of(type, text.substring(from, until)));
      from = until;
    }
    parts.add(Frame.of(type, text.substring(from)));
    return parts;
  }

  private void drop() {
    dropped++;
    if (!dropsAreLogged) {
      dropsAreLogged = true;
      LOG.warn(
          "What is printed here is dropped until the driver at {} takes what waits for it, {} KB",
          driver,
          waitingBytes / 1024);
    }
  }

  synchronized void completed(long batchTime) {
    if (closed) {
      return;
    }
    Frame last = waiting.peekLast();
    if (last != null && last.type() == Frame.Type.COMPLETED) {
      remove(waiting.removeLast());
    }
    add(Frame.of(Frame.Type.COMPLETED, batchTime));
  }

  /** A driver function wants the program to end. */
  synchronized void stop(StopRequest request) {
    if (!closed) {
      add(request.frame());
    }
  }

  /** Word to a source; dropped if too much waits. */
  synchronized void told(String source, byte[] word) {
    Frame frame = Frame.of(Frame.Type.TOLD, source, word);
    if (closed) {
      return;
    }
    if (waitingBytes > 0 && waitingBytes + frame.size() > mostBytes) {
      LOG.warn("{} does not hear of something: the driver at {} is away", source, driver);
      return;
    }
    add(frame);
  }

  /** Values that supersede those before. */
  synchronized void accumulators(byte[] values) {
    if (closed) {
      return;
    }
    accumulators = new Frame(Frame.Type.ACCUMULATORS, values);
    accumulatorsWait = true;
    notifyAll();
  }

  private void add(Frame frame) {
    waiting.addLast(frame);
    waitingBytes += frame.size();
    notifyAll();
  }

  private void remove(Frame frame) {
    waitingBytes -= frame.size();
  }

  /** There is a way to the driver. It may not have heard the last of what was sent before. */
  synchronized void connected(Connection established) {
    connection = established;
    dropsAreLogged = false;
    accumulatorsWait = accumulators != null;
    Frame completed = lastCompleted;
    if (completed != null) {
      waiting.addFirst(completed);
      waitingBytes += completed.size();
    }
    notifyAll();
  }

  /** That one was lost. */
  synchronized void disconnected(Connection lost) {
    if (connection == lost) {
      connection = null;
    }
    notifyAll();
  }

  /**
   * Waits for something to be sent, and a way to do it.
   *
   * @return null once this is closed, and everything was sent that could be
   */
  synchronized @Nullable Next next() throws InterruptedException {
    while (true) {
      Connection way = connection;
      Frame first = accumulatorsWait ? accumulators : waiting.peekFirst();
      if (way != null && first != null) {
        return new Next(way, first);
      }
      if (closed) {
        return null;
      }
      wait();
    }
  }

  /** What {@link #next} gave was sent. */
  synchronized void sent(Frame frame) {
    if (frame.equals(accumulators)) {
      accumulatorsWait = false;
    } else if (frame.equals(waiting.peekFirst())) { // else it was superseded meanwhile
      remove(waiting.removeFirst());
    }
    if (frame.type() == Frame.Type.COMPLETED) {
      lastCompleted = frame;
    }
  }

  /** Takes nothing more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
