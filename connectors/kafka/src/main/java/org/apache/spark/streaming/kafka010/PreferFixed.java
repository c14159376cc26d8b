// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import scala.Serializable;

/** See {@link LocationStrategies#PreferFixed(Map)}. */
final class PreferFixed extends LocationStrategy implements Serializable {

  private static final long serialVersionUID = 1L;

  private final HashMap<TopicPartition, String> hostMap;

  PreferFixed(Map<TopicPartition, String> hostMap) {
    this.hostMap = new HashMap<>(hostMap);
  }

  Map<TopicPartition, String> hostMap() {
    return hostMap;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PreferFixed that && hostMap.equals(that.hostMap);
  }

  @Override
  public int hashCode() {
    return hostMap.hashCode();
  }

  @Override
  public String toString() {
    return "PreferFixed(" + hostMap + ")";
  }
}
