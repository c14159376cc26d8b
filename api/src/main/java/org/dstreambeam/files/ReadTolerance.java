// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do about a file that cannot be read, by {@code spark.files.ignoreMissingFiles}, {@code
 * spark.files.ignoreCorruptFiles} and {@code spark.hadoopRDD.ignoreEmptySplits}.
 */
record ReadTolerance(boolean missingFiles, boolean corruptFiles, boolean emptySplits)
    implements Serializable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadTolerance.class);

  static final ReadTolerance NONE = new ReadTolerance(false, false, true);

  static ReadTolerance of(SparkConf conf) {
    return new ReadTolerance(
        conf.getBoolean("spark.files.ignoreMissingFiles", false),
        conf.getBoolean("spark.files.ignoreCorruptFiles", false),
        conf.getBoolean("spark.hadoopRDD.ignoreEmptySplits", true));
  }

  /** Whether the rest of {@code split} is to be left out instead of failing. */
  boolean covers(Exception failure, Object split) {
    boolean ignored;
    if (failure instanceof FileNotFoundException) {
      ignored = missingFiles;
    } else {
      boolean broken = failure instanceof IOException || failure instanceof RuntimeException;
      ignored = broken && corruptFiles;
    }
    if (ignored) {
      LOG.warn("The rest of {} is left out, as configured", split, failure);
    }
    return ignored;
  }
}
