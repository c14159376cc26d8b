// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.apache.spark.SparkConf;
import org.dstreambeam.spi.CannotStartException;

/**
 * Where a program's own JVM listens: by Spark's keys, or on a free port of the address from which
 * this machine reaches the master. So a master on the loopback address is not listened to from
 * outside.
 *
 * @param host as TaskManagers are told
 * @param bind what is listened on
 * @param port the first that is tried; 0 for any that is free
 * @param retries how many ports after it are tried
 */
record DriverAddress(String host, String bind, int port, int retries) {

  private static final String HOST = "spark.driver.host";
  private static final String BIND = "spark.driver.bindAddress";
  private static final String PORT = "spark.driver.port";
  private static final String RETRIES = "spark.port.maxRetries";

  private static final int DEFAULT_RETRIES = 16;
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 0x10000;

  static DriverAddress of(SparkConf conf, InetSocketAddress master) {
    String host = conf.contains(HOST) ? conf.get(HOST) : addressTowards(master);
    int port = conf.getInt(PORT, 0);
    if (port != 0 && (port < FIRST_PORT || port >= PORTS)) {
      throw new CannotStartException(
          PORT + " should be between 1024 and 65535, or 0 for any that is free; it is " + port);
    }
    return new DriverAddress(
        host, conf.get(BIND, host), port, Math.max(0, conf.getInt(RETRIES, DEFAULT_RETRIES)));
  }

  /** Asks the system which of this machine's addresses it would use; nothing is sent. */
  private static String addressTowards(InetSocketAddress master) {
    InetSocketAddress resolved = new InetSocketAddress(master.getHostString(), master.getPort());
    if (resolved.isUnresolved()) {
      throw new CannotStartException("No host " + master.getHostString() + " is known");
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(resolved);
      return socket.getLocalAddress().getHostAddress();
    } catch (SocketException e) {
      throw new CannotStartException(
          "No address of this machine leads to "
              + master.getHostString()
              + " ("
              + e.getMessage()
              + "); set spark.driver.host to one that TaskManagers can connect to",
          e);
    }
  }

  /** Listens. */
  ServerSocket open() {
    InetAddress address = bindAddress();
    IOException last = new BindException("no port was tried");
    for (int offset = 0; offset <= retries; offset++) {
      try {
        return new ServerSocket(tried(offset), 0, address);
      } catch (BindException e) {
        last = e;
      } catch (IOException e) {
        throw cannot(e);
      }
    }
    throw cannot(last);
  }

  private InetAddress bindAddress() {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw cannot(e);
    }
  }

  /** As Spark: behind the last port come those that programs of all users may listen on. */
  private int tried(int offset) {
    return port == 0 ? 0 : (port + offset - FIRST_PORT) % (PORTS - FIRST_PORT) + FIRST_PORT;
  }

  private CannotStartException cannot(IOException reason) {
    String ports = port == 0 ? "any port" : "port " + port;
    if (port != 0 && retries > 0) {
      ports += ", nor the " + retries + " after it";
    }
    return new CannotStartException(
        "TaskManagers cannot report to this program: it cannot listen on "
            + ports
            + " of "
            + bind
            + " ("
            + (reason instanceof UnknownHostException ? "unknown host" : reason.getMessage())
            + "); "
            + BIND
            + " has to be an address of this machine (it is that of "
            + HOST
            + " unless set), "
            + PORT
            + " a free port",
        reason);
  }
}
