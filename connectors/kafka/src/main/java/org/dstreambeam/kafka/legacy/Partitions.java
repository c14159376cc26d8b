// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import kafka.common.TopicAndPartition;
import org.apache.kafka.common.TopicPartition;

/** Partitions as the old API names them, and as Kafka's clients do. */
public final class Partitions {

  static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private Partitions() {}

  public static TopicPartition of(TopicAndPartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  public static TopicAndPartition old(TopicPartition partition) {
    return new TopicAndPartition(partition.topic(), partition.partition());
  }

  /** As messages of the old API show them: {@code Set([orders,0], [orders,1])}. */
  static String text(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(partition -> old(partition).toString())
        .collect(Collectors.joining(", ", "Set(", ")"));
  }
}
