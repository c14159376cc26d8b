// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.spark.streaming.StreamingContext;
import scala.Option;

/**
 * {@link NetworkWordCount} without preparations: feeds it a short text and, when all of it was
 * counted, stops it.
 *
 * <pre>
 *   TextServer --socket--> NetworkWordCount.main (this thread) --print()--> standard output
 *        \--fed--> stopper thread: stop gracefully --> awaitTermination() returns
 * </pre>
 */
public final class Demo {

  /** Two or three lines in each batch of a second. */
  private static final Duration PACE = Duration.ofMillis(400);

  /** For the last line to arrive in a batch; a graceful stop counts all batches that have begun. */
  private static final Duration TRANSIT = Duration.ofSeconds(1);

  private Demo() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> text = TextServer.textResource("river.txt");
    Thread stopper;
    try (TextServer server = TextServer.start(text, PACE)) {
      stopper = new Thread(() -> stopWhenFed(server), "demo-stopper");
      // The demo must end also if the program fails before anything was fed.
      stopper.setDaemon(true);
      stopper.start();
      NetworkWordCount.main(new String[] {server.host(), String.valueOf(server.port())});
    }
    // The wait for termination may end a little before the stop that caused it.
    stopper.join();
    System.out.println("Demo: all " + text.size() + " lines were fed; stopped.");
  }

  private static void stopWhenFed(TextServer server) {
    try {
      server.awaitFed();
      stopWhenCounted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the program that runs, when it has counted all that has been on its way until now. */
  static void stopWhenCounted() throws InterruptedException {
    Thread.sleep(TRANSIT.toMillis());
    Option<StreamingContext> active = StreamingContext.getActive();
    if (active.isDefined()) {
      active.get().stop(true, true);
    }
  }
}
