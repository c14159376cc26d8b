// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports nobody listens on, for processes that bind them a moment later and, after a restart, again.
 *
 * <p>They lie below the ports that systems give to outgoing connections and to whoever asks for any
 * port, and are drawn at random: what runs beside us hardly takes one in between.
 */
final class FreePorts {

  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /** Different ports that were free on the loopback address a moment ago. */
  static List<Integer> pick(int count) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int attempt = 0; ports.size() < count; attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IllegalStateException("found no free port between " + FIRST + " and " + END);
      }
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
