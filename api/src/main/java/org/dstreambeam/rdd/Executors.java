// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** What there is to say about executors where the driver's process is the only one. */
public final class Executors {

  private static final Logger LOG = LoggerFactory.getLogger(Executors.class);

  private Executors() {}

  /** Says that the request has no effect, as Spark does with a local master. */
  public static boolean refuse(String request) {
    LOG.warn("{} has no effect: all tasks run in this process", request);
    return false;
  }

  /** Bytes that this process may use, and how many of them it could still take. */
  public static Map<String, Tuple2<Object, Object>> memory() {
    Runtime jvm = Runtime.getRuntime();
    long left = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    return Map.of(JobHistory.host() + ":0", new Tuple2<>(jvm.maxMemory(), left));
  }
}
