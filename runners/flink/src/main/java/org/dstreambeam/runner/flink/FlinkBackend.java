// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import com.google.auto.service.AutoService;
import org.dstreambeam.local.LocalLaunch;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;

/** Local masters: Flink in this JVM, n task slots. */
@AutoService(StreamingBackend.class)
public final class FlinkBackend implements StreamingBackend {

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public boolean runs(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  @Override
  public boolean recovers() {
    return true;
  }

  @Override
  public StreamingExecution start(StreamingProgram program) {
    return LocalLaunch.start(program, new EmbeddedEngine(program));
  }
}
