// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.Serializable;

/**
 * Where a program's own JVM listens, and what admits to it. Travels with the program.
 *
 * @param host name or address, as TaskManagers reach it
 * @param port where it listens
 * @param token the secret of this program: 64 hexadecimal digits
 */
public record LinkAddress(String host, int port, String token) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int MOST_PORT = 0xFFFF;

  public LinkAddress {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("No host");
    }
    if (port < 1 || port > MOST_PORT) {
      throw new IllegalArgumentException("No port: " + port);
    }
    if (!token.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("The token is not of 64 hexadecimal digits");
    }
  }

  /** Host and port, as they stand in a URL; not the token. */
  @Override
  public String toString() {
    return host.contains(":") && !host.startsWith("[")
        ? "[" + host + "]:" + port
        : host + ":" + port;
  }
}
