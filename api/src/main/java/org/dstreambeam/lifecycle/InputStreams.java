// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.util.List;
import org.apache.spark.streaming.dstream.InputDStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The input streams of a program that runs: those that it has written itself start and stop. */
final class InputStreams {

  private static final Logger LOG = LoggerFactory.getLogger(InputStreams.class);

  private final List<InputDStream<?>> streams;

  private InputStreams(List<InputDStream<?>> streams) {
    this.streams = streams;
  }

  /** Starts all of them, in order of declaration; if one throws, stops those before it. */
  static InputStreams start(List<InputDStream<?>> streams) {
    int started = 0;
    try {
      for (InputDStream<?> stream : streams) {
        stream.start();
        started++;
      }
      return new InputStreams(streams);
    } catch (Throwable e) { // Errors too, as they are
      new InputStreams(streams.subList(0, started)).stop();
      throw e;
    }
  }

  /** Stops all of them, whatever one of them throws. */
  void stop() {
    for (InputDStream<?> stream : streams) {
      try {
        stream.stop();
      } catch (Throwable e) { // checked ones and Errors too: the others are to be stopped
        LOG.warn("Input stream {} could not be stopped", stream.id(), e);
      }
    }
  }
}
