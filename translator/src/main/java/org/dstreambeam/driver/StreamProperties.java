// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.Properties;
import org.apache.spark.SparkContext;
import org.dstreambeam.rdd.JobProperties;

/** The local properties that a program's streams inherit from the thread that starts them. */
final class StreamProperties {

  /** Says to which batch a job or a task belongs; programs read it. */
  static final String BATCH_TIME = "spark.streaming.internal.batchTime";

  private StreamProperties() {}

  /**
   * As in Spark all but the job group, cancelling a job interrupts nobody, and driver functions
   * write all the checkpoints that they mark.
   */
  static Properties of(SparkContext context) {
    Properties inherited = context.getLocalProperties();
    Properties properties = inherited == null ? new Properties() : (Properties) inherited.clone();
    properties.remove(JobProperties.GROUP);
    properties.remove(JobProperties.DESCRIPTION);
    properties.remove(JobProperties.CALL_SITE);
    properties.setProperty(JobProperties.INTERRUPT, "false");
    properties.setProperty(JobProperties.CHECKPOINT_ANCESTORS, "true");
    return properties;
  }
}
