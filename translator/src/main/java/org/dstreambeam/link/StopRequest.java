// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.IOException;

/**
 * What a driver function asked for when it called {@code stop}.
 *
 * @param stopSparkContext whether the Spark context is to be stopped, too
 * @param gracefully whether to process everything received first
 */
public record StopRequest(boolean stopSparkContext, boolean gracefully) {

  private static final int CONTEXT = 1;
  private static final int GRACEFULLY = 2;

  Frame frame() {
    return Frame.of(
        Frame.Type.STOP, (stopSparkContext ? CONTEXT : 0) + (gracefully ? GRACEFULLY : 0));
  }

  static StopRequest in(Frame frame) throws IOException {
    long bits = frame.number();
    return new StopRequest((bits & CONTEXT) != 0, (bits & GRACEFULLY) != 0);
  }
}
