// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import com.google.auto.service.AutoService;
import org.dstreambeam.local.LocalLaunch;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;

/** {@code local}, {@code local[n]}, {@code local[*]}: the DirectRunner with n worker threads. */
@AutoService(StreamingBackend.class)
public final class DirectBackend implements StreamingBackend {

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public boolean runs(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /** It keeps no checkpoint: what is in its state cells goes with the process. */
  @Override
  public boolean recovers() {
    return false;
  }

  @Override
  public StreamingExecution start(StreamingProgram program) {
    return LocalLaunch.start(program, new DirectEngine());
  }
}
