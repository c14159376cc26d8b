// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import com.google.auto.service.AutoService;
import org.dstreambeam.local.LocalLaunch;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;

/** Local masters: Flink in this JVM, n task slots. */
@AutoService(StreamingBackend.class)
public final class FlinkBackend implements StreamingBackend {

  private static final String CLUSTER = "flink://";

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
    String master = program.context().master();
    if (!isLocal(master)) {
      throw new CannotStartException(
          "The master is "
              + master
              + ", but programs do not run on Flink clusters in this version; use local[n] with"
              + " spark.dstreambeam.runner=flink, which is Flink in this process");
    }
    return LocalLaunch.start(program, new EmbeddedEngine(program));
  }

  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }
}
