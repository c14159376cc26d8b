// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.apache.spark.SparkConf;
import org.dstreambeam.block.RecordSerializer;

/**
 * What the configuration says of the write-ahead log of receivers.
 *
 * @param rollingMillis after which a new segment is begun
 * @param closesAfterWrite whether each write gets a segment of its own: there are file systems that
 *     keep nothing of a file before it is closed
 * @param attempts of each write
 * @param storeMillis for how long {@code store} waits
 * @param serializer of records
 */
record LogSettings(
    long rollingMillis,
    boolean closesAfterWrite,
    int attempts,
    long storeMillis,
    RecordSerializer serializer) {

  private static final String PREFIX = "spark.streaming.receiver.writeAheadLog.";

  static boolean isEnabled(SparkConf conf) {
    return conf.getBoolean(PREFIX + "enable", false);
  }

  static LogSettings of(SparkConf conf) {
    return new LogSettings(
        1000L * conf.getInt(PREFIX + "rollingIntervalSecs", 60),
        conf.getBoolean(PREFIX + "closeFileAfterWrite", false),
        Math.max(1, conf.getInt(PREFIX + "maxFailures", 3)),
        1000L * conf.getInt("spark.streaming.receiver.blockStoreTimeout", 30),
        RecordSerializer.named(conf.get("spark.serializer", "")));
  }
}
