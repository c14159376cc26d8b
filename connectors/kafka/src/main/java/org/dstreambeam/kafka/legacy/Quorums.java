// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers a program means by a ZooKeeper quorum, of which consumers know nothing any more.
 * The configuration says so, else the program's parameters, if there are brokers among them.
 */
final class Quorums {

  /** Of all quorums; with a dot and the quorum behind it, of that one. */
  static final String KEY = "spark.dstreambeam.kafka.brokers";

  private Quorums() {}

  /**
   * @throws IllegalArgumentException if nothing says it
   */
  static String brokers(SparkConf conf, Map<String, String> params) {
    String quorum = params.get(OldParams.QUORUM);
    String configured = configured(conf, quorum);
    String brokers =
        configured == null ? OldParams.brokersIn(params) : OldParams.checkedBrokers(configured);
    if (brokers != null) {
      return brokers;
    }
    if (quorum == null) {
      throw new IllegalArgumentException(
          "createStream needs brokers: set " + KEY + " to host:port,... of them");
    }
    throw new IllegalArgumentException(
        "createStream names the ZooKeeper quorum "
            + quorum
            + ", which consumers of Kafka cannot use any more: set "
            + KEY
            + " (or "
            + KEY
            + "."
            + quorum
            + ", for this quorum only) to host:port,... of its brokers");
  }

  private static @Nullable String configured(SparkConf conf, @Nullable String quorum) {
    String ofAll = conf.contains(KEY) ? conf.get(KEY) : null;
    if (quorum == null) {
      return ofAll;
    }
    String key = KEY + "." + quorum;
    return conf.contains(key) ? conf.get(key) : ofAll;
  }
}
