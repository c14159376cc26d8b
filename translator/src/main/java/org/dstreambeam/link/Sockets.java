// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both ends do with sockets and threads. */
final class Sockets {

  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private Sockets() {}

  /** Closes a socket; whoever waits on it gets an exception. */
  static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) { // nothing is left to be saved
      LOG.debug("Could not close {}", socket, e);
    }
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
