// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;

/**
 * What {@code spark.master} says about the threads of this process.
 *
 * @param isLocal whether it begins like a local master
 * @param threads tasks that run at the same time
 * @param maxFailures how often a task may fail before its job does
 */
public record LocalMaster(boolean isLocal, int threads, int maxFailures) {

  /** How masters of clusters look; whether there is a runner for one is for the backends to say. */
  private static final Pattern CLUSTER = Pattern.compile("yarn|[a-z][a-z0-9+.-]*://.+");

  private static final String MAX_FAILURES = "spark.task.maxFailures";
  private static final int DEFAULT_MAX_FAILURES = 4;

  private static final Pattern THREADS = Pattern.compile("local\\[(\\*|\\d+)(?:\\s*,\\s*(\\d+))?]");

  /**
   * That of an application. On a cluster {@code spark.task.maxFailures} says how often a task may
   * fail; as on Spark local masters say it themselves.
   *
   * @throws RuntimeException as {@link #parse}
   */
  public static LocalMaster of(SparkConf conf) {
    LocalMaster master = parse(conf.get("spark.master"));
    return master.isLocal()
        ? master
        : new LocalMaster(false, master.threads(), conf.getInt(MAX_FAILURES, DEFAULT_MAX_FAILURES));
  }

  /**
   * Reads {@code local}, {@code local[n]}, {@code local[*]} and {@code local[n, failures]}. Another
   * master is for a backend to know; driver functions then use all cores.
   *
   * @throws RuntimeException an undeclared {@link SparkException} for no threads
   */
  public static LocalMaster parse(String master) {
    if (master.equals("local")) {
      return new LocalMaster(true, 1, 1);
    }
    boolean local = master.startsWith("local[");
    int cores = Runtime.getRuntime().availableProcessors();
    Matcher matcher = THREADS.matcher(master);
    if (!matcher.matches()) {
      if (local || !CLUSTER.matcher(master).matches()) {
        throw Rethrow.as(new SparkException("Could not parse Master URL: '" + master + "'"));
      }
      return new LocalMaster(local, cores, 1);
    }
    int threads = matcher.group(1).equals("*") ? cores : Integer.parseInt(matcher.group(1));
    if (threads == 0) {
      throw Rethrow.as(new SparkException("Asked to run locally with 0 threads"));
    }
    String failures = matcher.group(2);
    return new LocalMaster(true, threads, failures == null ? 1 : Integer.parseInt(failures));
  }
}
