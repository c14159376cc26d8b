// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;

/** A job that is left to its cluster: here the program is over at once. */
final class DetachedExecution implements StreamingExecution {

  DetachedExecution(StreamingProgram program, SessionCluster cluster) {
    cluster.close();
    Thread thread = new Thread(program.onAbandoned(), "streaming-detach");
    thread.setDaemon(true);
    thread.start();
  }

  /** The job goes on. */
  @Override
  public void stop(boolean gracefully) {}
}
