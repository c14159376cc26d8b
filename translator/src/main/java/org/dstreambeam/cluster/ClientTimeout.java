// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.dstreambeam.link.LinkAddress;
import org.dstreambeam.link.LinkClient;
import org.jspecify.annotations.Nullable;

/**
 * Ends the job of a client that was killed, or can no longer be reached: nobody would stop the job,
 * see what it prints, or start it again.
 */
public final class ClientTimeout {

  /** How long a client may be away; 0 for ever. */
  public static final String KEY = "spark.dstreambeam.flink.clientTimeout";

  private static final String DEFAULT = "60s";

  private final long millis;
  private final JobFailure fatal;
  private final @Nullable LinkClient link;
  private final @Nullable LinkAddress client;

  /**
   * @param client null if the job was left to itself, as is {@code link}
   */
  ClientTimeout(
      SparkConf conf, JobFailure fatal, @Nullable LinkClient link, @Nullable LinkAddress client) {
    this.millis = millisIn(conf);
    this.fatal = fatal;
    this.link = link;
    this.client = client;
  }

  /**
   * The setting, in ms.
   *
   * @throws IllegalArgumentException if it is negative or no time
   */
  public static long millisIn(SparkConf conf) {
    long millis = conf.getTimeAsMs(KEY, DEFAULT);
    if (millis < 0) {
      throw new IllegalArgumentException(
          KEY + " should be 0 (for ever) or more, it is " + conf.get(KEY));
    }
    return millis;
  }

  /**
   * Cheap enough to be called all the time.
   *
   * @throws RuntimeException to end the job, if the client has been away for too long
   */
  void check() {
    if (link != null && millis > 0 && link.awayMillis() > millis) {
      throw fatal.of(
          new SparkException(
              "The program's own JVM at "
                  + client
                  + " has been away for more than "
                  + millis
                  + " ms, so its job ends: it was killed, or a TaskManager cannot reach that"
                  + " address. See "
                  + KEY
                  + " and spark.driver.host"));
    }
  }
}
