// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a consumer. */
public final class Closing {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  /** To leave the group; a broker that is away is not waited for any longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Closing() {}

  /** Closes it, also on a thread that was interrupted, which it stays; does not throw. */
  public static void quietly(Consumer<?, ?> consumer) {
    boolean interrupted = Thread.interrupted();
    try {
      consumer.close(PATIENCE);
    } catch (RuntimeException e) {
      LOG.warn("A consumer was not closed properly: {}", e.toString());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
