// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Lines per second through a socket, from a server that writes as fast as it can: received, stored,
 * and counted batch by batch. The server waits only for an engine that is several seconds behind
 * with its batches, or genuine Spark would run out of memory.
 *
 * <p>The server is a thread of this process, which copies the same bytes again and again. What
 * counts is the time from the output of the last batch of the warm-up to that of the last batch
 * measured, so an engine that receives faster than it counts gains nothing. When the server has
 * stopped, every line that it has sent must come out.
 *
 * <p>Arguments: master, batches of the warm-up (from the first that holds data), batches measured.
 */
public final class SocketThroughput {

  private static final int BATCH_INTERVAL_MS = 500;

  /** With the newline. */
  private static final int LINE_BYTES = 100;

  private static final int LINES_PER_WRITE = 640;

  /** How many lines may be sent and not counted: more than a second's worth on a fast engine. */
  private static final long MOST_AHEAD = 6_000_000;

  private final int warmUpBatches;
  private final int measuredBatches;
  private final CountDownLatch measured = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean sending = true;
  private volatile long sent = Long.MAX_VALUE;
  private volatile long counted;
  private int batchesSeen;
  private long countedAtWarmUp;
  private long warmedUpNanos;
  private volatile double throughput;

  private SocketThroughput(int warmUpBatches, int measuredBatches) {
    this.warmUpBatches = warmUpBatches;
    this.measuredBatches = measuredBatches;
  }

  public static void main(String[] args) {
    Program.run(
        () ->
            new SocketThroughput(Integer.parseInt(args[1]), Integer.parseInt(args[2]))
                .measure(args[0]));
  }

  private void measure(String master) throws Exception {
    JavaStreamingContext jssc = Program.context(master, Durations.milliseconds(BATCH_INTERVAL_MS));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server), "server");
      serving.setDaemon(true);
      serving.start();
      jssc.socketTextStream(server.getInetAddress().getHostAddress(), server.getLocalPort())
          .filter(line -> line.length() == LINE_BYTES - 1)
          .count()
          .foreachRDD((rdd, time) -> output(rdd.first(), time));
      jssc.start();
      Program.await(jssc, measured);
      sending = false;
      Program.await(jssc, done);
    }
    Program.report("throughput", throughput);
    Program.reportPeakMemory();
    jssc.stop(true, false);
  }

  private void output(long count, Time time) {
    counted += count; // by the one thread that runs outputs
    if (batchesSeen > 0 || count > 0) {
      batchesSeen++;
    }
    if (batchesSeen == warmUpBatches) {
      countedAtWarmUp = counted;
      warmedUpNanos = System.nanoTime();
    }
    if (batchesSeen == warmUpBatches + measuredBatches) {
      throughput = (counted - countedAtWarmUp) * 1e9 / (System.nanoTime() - warmedUpNanos);
      measured.countDown();
    }
    if (counted >= sent) {
      Program.check(time, counted, sent);
      done.countDown();
    }
  }

  private void awaitCount(long lines) throws InterruptedException {
    while (counted < lines) {
      Thread.sleep(1);
    }
  }

  /** Sends to one client, and keeps the connection: the client would connect anew. */
  private void serve(ServerSocket server) {
    byte[] lines =
        ("x".repeat(LINE_BYTES - 1) + "\n")
            .repeat(LINES_PER_WRITE)
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket client = server.accept();
        OutputStream out = client.getOutputStream()) {
      long written = 0;
      while (sending) {
        out.write(lines);
        written += LINES_PER_WRITE;
        awaitCount(written - MOST_AHEAD);
      }
      sent = written;
      done.await();
    } catch (IOException | InterruptedException e) {
      e.printStackTrace(); // and the run fails, for lines are missing
    }
  }
}
