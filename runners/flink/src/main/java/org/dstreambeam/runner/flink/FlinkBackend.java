// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import com.google.auto.service.AutoService;
import java.util.OptionalInt;
import org.dstreambeam.local.LocalLaunch;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Local masters: Flink in this JVM, n task slots. {@code flink://host:port}: that cluster. */
@AutoService(StreamingBackend.class)
public final class FlinkBackend implements StreamingBackend {

  private static final Logger LOG = LoggerFactory.getLogger(FlinkBackend.class);

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
  public OptionalInt cores(String master) {
    if (isLocal(master)) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(SessionCluster.infoOf(master).overview().slots());
    } catch (CannotStartException e) {
      LOG.debug("The cluster cannot be asked for its slots", e);
      return OptionalInt.empty();
    }
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
