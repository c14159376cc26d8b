// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import org.apache.spark.SparkConf;
import org.dstreambeam.rdd.LocalMaster;

/**
 * The cores that a program has on its master, which is how many partitions it makes by default.
 *
 * <p>A cluster is asked when they are first needed, and never again: a plan must not change while
 * it is being declared. If none answers there are {@value #LEAST_ON_CLUSTER}, which is also what
 * Spark assumes of one that has no executors yet; that nobody is there is for {@code start()} to
 * say.
 */
public final class MasterCores {

  /** What a program may take of a cluster. */
  private static final String MOST = "spark.cores.max";

  private static final int LEAST_ON_CLUSTER = 2;

  private static final int UNKNOWN = 0;

  private final SparkConf conf;
  private int cores;

  private MasterCores(SparkConf conf, int cores) {
    this.conf = conf;
    this.cores = cores;
  }

  /** Of a context with that configuration, and master. */
  public static MasterCores of(SparkConf conf, LocalMaster master) {
    return new MasterCores(conf, master.isLocal() ? master.threads() : UNKNOWN);
  }

  /** Another JVM has asked. */
  public static MasterCores known(SparkConf conf, int cores) {
    return new MasterCores(conf, cores);
  }

  /** At least 1; asks the cluster if need be. */
  public synchronized int get() {
    if (cores == UNKNOWN) {
      int all = Backends.coresOf(conf.get("spark.master")).orElse(LEAST_ON_CLUSTER);
      cores = Math.max(LEAST_ON_CLUSTER, Math.min(all, conf.getInt(MOST, Integer.MAX_VALUE)));
    }
    return cores;
  }
}
