// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.IOException;
import java.util.Objects;
import org.dstreambeam.link.LinkClient.Listener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener what it does not know yet of the instructions, on a thread of its own: it may
 * take its time, and the connection is read meanwhile. When it is done the driver hears of it.
 */
final class InstructionTeller {

  private static final Logger LOG = LoggerFactory.getLogger(InstructionTeller.class);

  private final Thread thread = Sockets.daemon("driver-link-listener", this::run);
  private @Nullable Listener listener;
  private Instructions known = Instructions.NONE;
  private @Nullable News news;
  private boolean closed;

  /** The newest instructions, and who waits to hear that they were heeded. */
  private record News(Instructions instructions, Connection from) {}

  /** What is to be told to whom; of {@code known} it has been told. */
  private record Task(Listener listener, Instructions known, News news) {}

  void start() {
    thread.start();
  }

  synchronized void listen(Listener next) {
    listener = next;
    known = Instructions.NONE;
    notifyAll();
  }

  synchronized void heard(Instructions instructions, Connection from) {
    news = new News(instructions, from);
    notifyAll();
  }

  /** It is told at once, on this thread, and forgotten: who listens later hears of later ones. */
  void completed(long batchTime) {
    Listener to;
    synchronized (this) {
      to = listener;
    }
    if (to == null) {
      return;
    }
    try {
      to.completed(batchTime);
    } catch (Throwable e) { // Errors too: the link shall go on
      LOG.error("What follows from the end of batch {} ms could not be done", batchTime, e);
    }
  }

  /** As {@link #completed}. */
  void told(Frame.Word word) {
    Listener to;
    synchronized (this) {
      to = listener;
    }
    if (to == null) {
      return;
    }
    try {
      to.told(word.to(), word.bytes());
    } catch (Throwable e) { // Errors too: the link shall go on
      LOG.error("Word to {} could not be passed on", word.to(), e);
    }
  }

  synchronized void close() {
    closed = true;
    listener = null;
    news = null;
    thread.interrupt();
  }

  private void run() {
    try {
      for (Task task = next(null); task != null; task = next(task)) {
        tell(task);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Waits for something that was not told. */
  private synchronized @Nullable Task next(@Nullable Task done) throws InterruptedException {
    if (done != null && done.listener() == listener) {
      known = done.news().instructions();
    }
    News last = done == null ? null : done.news();
    while (true) {
      if (closed) {
        return null;
      }
      Listener to = listener;
      News newest = news;
      boolean knowsAll = Objects.equals(newest, last) && done != null && done.listener() == to;
      if (to != null && newest != null && !knowsAll) {
        return new Task(to, known, newest);
      }
      wait();
    }
  }

  private static void tell(Task task) {
    Instructions known = task.known();
    Instructions newest = task.news().instructions();
    try {
      if (newest.stopReceiving() && !known.stopReceiving()) {
        task.listener().stopReceiving();
      }
      if (newest.finishes() && !newest.finishesAs(known)) {
        task.listener().finishAfter(newest.lastBatch(), newest.readersEnd());
      }
    } catch (Throwable e) { // Errors too: the next instructions shall be heard
      LOG.error("What the driver asked for could not be done", e);
    }
    try {
      task.news().from().send(Frame.of(Frame.Type.HEEDED, newest.number()));
    } catch (IOException e) { // it will say it again when it is back
      LOG.debug("The driver does not hear that it was heeded", e);
    }
  }
}
