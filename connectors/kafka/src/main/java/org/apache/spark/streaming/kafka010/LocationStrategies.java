// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import scala.collection.JavaConverters;

/** The strategies there are; none has an effect here, beyond what {@code createRDD} refuses. */
public final class LocationStrategies {

  private LocationStrategies() {}

  /** On the hosts of the brokers, where executors run on these. */
  public static LocationStrategy PreferBrokers() {
    return PreferBrokers.INSTANCE;
  }

  /** Spread evenly. */
  public static LocationStrategy PreferConsistent() {
    return PreferConsistent.INSTANCE;
  }

  /** On these hosts; the others spread evenly. */
  public static LocationStrategy PreferFixed(Map<TopicPartition, String> hostMap) {
    return new PreferFixed(hostMap);
  }

  /** On these hosts; the others spread evenly. */
  public static LocationStrategy PreferFixed(scala.collection.Map<TopicPartition, String> hostMap) {
    return new PreferFixed(JavaConverters.mapAsJavaMap(hostMap));
  }
}
