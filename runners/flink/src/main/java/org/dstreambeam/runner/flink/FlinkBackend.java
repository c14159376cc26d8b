// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import com.google.auto.service.AutoService;
import org.dstreambeam.local.LocalLaunch;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;

/** Local masters: Flink in this JVM, n task slots. {@code flink://host:port}: that cluster. */
@AutoService(StreamingBackend.class)
public final class FlinkBackend implements StreamingBackend {

  private static final String CLUSTER = SessionCluster.SCHEME + "://";

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public boolean runs(String master) {
    return isLocal(master) || master.startsWith(CLUSTER);
  }

  @Override
  public boolean recovers() {
    return true;
  }

  @Override
  public StreamingExecution start(StreamingProgram program) {
    return isLocal(program.context().master())
        ? LocalLaunch.start(program, new EmbeddedEngine(program))
        : ClusterLaunch.start(program);
  }

  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }
}
