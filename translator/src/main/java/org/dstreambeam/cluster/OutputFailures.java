// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import org.apache.spark.SparkConf;
import org.dstreambeam.block.ShippedFailure;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.link.LinkClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a program one of whose outputs has failed for good. */
final class OutputFailures {

  /** Lets the other outputs, and later batches, run. */
  static final String CONTINUE = "spark.dstreambeam.flink.continueAfterFailures";

  private static final Logger LOG = LoggerFactory.getLogger(OutputFailures.class);

  private final boolean goOn;
  private final JobFailure fatal;
  private final @Nullable LinkClient link;

  private OutputFailures(boolean goOn, JobFailure fatal, @Nullable LinkClient link) {
    this.goOn = goOn;
    this.fatal = fatal;
    this.link = link;
  }

  static OutputFailures of(SparkConf conf, @Nullable LinkClient link) {
    return new OutputFailures(conf.getBoolean(CONTINUE, false), JobFailure.ofRunner(), link);
  }

  /**
   * @param what failed
   * @throws RuntimeException to end the job, unless the program wants to go on
   */
  void failed(String what, Throwable reason) {
    LOG.error("{}: {}", what, FailedOperation.in(reason), reason);
    if (!goOn) {
      throw fatal.of(ShippedFailure.standInUnlessSerializable(reason));
    }
    if (link != null) {
      link.report(what + ": " + reason);
    }
  }
}
