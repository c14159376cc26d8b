// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.Properties;
import org.apache.spark.SparkContext;
import org.dstreambeam.rdd.JobProperties;

/** The local properties that a program's streams inherit from the thread that starts them. */
final class StreamProperties {

  private StreamProperties() {}

  /** As in Spark all but the job group, and cancelling a job interrupts nobody. */
  static Properties of(SparkContext context) {
    Properties inherited = context.getLocalProperties();
    Properties properties = inherited == null ? new Properties() : (Properties) inherited.clone();
    properties.remove(JobProperties.GROUP);
    properties.remove(JobProperties.DESCRIPTION);
    properties.remove(JobProperties.CALL_SITE);
    properties.setProperty(JobProperties.INTERRUPT, "false");
    return properties;
  }
}
