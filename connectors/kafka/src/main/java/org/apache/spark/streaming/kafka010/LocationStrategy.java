// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

/**
 * Where partitions are to be read. Accepted, and without effect: a runner places its tasks itself.
 */
public abstract class LocationStrategy {

  public LocationStrategy() {}
}
