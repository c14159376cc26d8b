// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.SparkConf;

/** Runs one receiver for a test, with a short restart delay. */
final class SupervisionFixture {
  static final int STREAM_ID = 7;

  private final RecordingSink sink = new RecordingSink();
  private final SparkConf conf =
      new SparkConf(false).set("spark.streaming.receiverRestartDelay", "10");
  private ReceiverSupervision supervision = supervise(new ScriptedReceiver(receiver -> {}));

  RecordingSink sink() {
    return sink;
  }

  /** To be changed before {@code run}. */
  SparkConf conf() {
    return conf;
  }

  /** Without a start. */
  void prepare(ScriptedReceiver.Script script) {
    supervision = supervise(new ScriptedReceiver(script));
  }

  void run(ScriptedReceiver.Script script) {
    run(new ScriptedReceiver(script));
  }

  void run(ScriptedReceiver receiver) {
    supervision = supervise(receiver);
    supervision.start();
  }

  /** Launches without a pause, and notes which were asked for. */
  BlockingQueue<Duration> runWithoutPauses(ScriptedReceiver.Script script) {
    BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    supervision =
        new ReceiverSupervision(
            ReceiverImage.of(new ScriptedReceiver(script), STREAM_ID),
            conf,
            sink,
            threads -> new RecordingWorker(threads, pauses));
    supervision.start();
    return pauses;
  }

  void limit(long perSecond) {
    supervision.limit(perSecond);
  }

  void startAgain() {
    supervision.start();
  }

  /** Waits until {@code script} has asked for a restart and its onStop has run; gives the copy. */
  ScriptedReceiver awaitRestart(ScriptedReceiver.Script script) throws Exception {
    Observed.copy = new CompletableFuture<>();
    run(new Observed(script));
    return Observed.copy.get(20, SECONDS);
  }

  boolean stop() {
    return stop(SECONDS.toMillis(10));
  }

  boolean stop(long timeoutMillis) {
    return supervision.stop("end of test", timeoutMillis);
  }

  private ReceiverSupervision supervise(ScriptedReceiver receiver) {
    return new ReceiverSupervision(ReceiverImage.of(receiver, STREAM_ID), conf, sink);
  }

  private static final class Observed extends ScriptedReceiver {
    private static final long serialVersionUID = 1L;
    static CompletableFuture<ScriptedReceiver> copy = new CompletableFuture<>();

    Observed(Script script) {
      super(script);
    }

    @Override
    public void onStop() {
      super.onStop();
      copy.complete(this);
    }
  }
}
