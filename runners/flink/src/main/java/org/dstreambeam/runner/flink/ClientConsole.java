// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import org.apache.spark.SparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.link.LinkServer;
import org.dstreambeam.link.StopRequest;
import org.dstreambeam.task.AccumulatorValues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** What the TaskManagers have to say, where the program's own JVM would have said it. */
final class ClientConsole implements LinkServer.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConsole.class);

  private final SparkContext context;

  ClientConsole(SparkContext context) {
    this.context = context;
  }

  @Override
  public void onPrinted(String text) {
    context.console().print(text);
  }

  @Override
  public void onReport(String text) {
    LOG.error("{}", text);
  }

  /** On a thread of its own: it waits for outputs, one of which called for it. */
  @Override
  public void onStop(StopRequest request) {
    Option<StreamingContext> active = StreamingContext.getActive();
    if (active.isDefined()) {
      StreamingContext streams = active.get();
      new Thread(
              () -> streams.stop(request.stopSparkContext(), request.gracefully()),
              "streaming-stop")
          .start();
    }
  }

  @Override
  public void onAccumulators(byte[] values) {
    AccumulatorValues.replace(values);
  }
}
