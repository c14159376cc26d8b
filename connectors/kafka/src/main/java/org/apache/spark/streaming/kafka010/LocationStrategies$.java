// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** {@link LocationStrategies}'s functions as compiled Scala programs call them. */
public final class LocationStrategies$ {

  public static final LocationStrategies$ MODULE$ = new LocationStrategies$();

  private LocationStrategies$() {}

  /** {@link LocationStrategies#PreferBrokers()}. */
  public LocationStrategy PreferBrokers() {
    return LocationStrategies.PreferBrokers();
  }

  /** {@link LocationStrategies#PreferConsistent()}. */
  public LocationStrategy PreferConsistent() {
    return LocationStrategies.PreferConsistent();
  }

  /** {@link LocationStrategies#PreferFixed(Map)}. */
  public LocationStrategy PreferFixed(Map<TopicPartition, String> hostMap) {
    return LocationStrategies.PreferFixed(hostMap);
  }

  /** {@link LocationStrategies#PreferFixed(scala.collection.Map)}. */
  public LocationStrategy PreferFixed(scala.collection.Map<TopicPartition, String> hostMap) {
    return LocationStrategies.PreferFixed(hostMap);
  }
}
