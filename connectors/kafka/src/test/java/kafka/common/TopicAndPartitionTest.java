// SPDX-License-Identifier: Apache-2.0
package kafka.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** A partition is a value, with the hash of a case class. */
class TopicAndPartitionTest {

  @Test
  void partitionsOfOneNameAreEqual() {
    TopicAndPartition partition = new TopicAndPartition("t", 3);

    assertThat(partition)
        .isEqualTo(TopicAndPartition.apply("t", 3))
        .isEqualTo(new TopicAndPartition(new Tuple2<>("t", 3)))
        .hasSameHashCodeAs(partition.copy("t", 3))
        .isNotEqualTo(new TopicAndPartition("t", 4))
        .isNotEqualTo(new TopicAndPartition("u", 3))
        .hasToString("[t,3]");
    assertThat(TopicAndPartition.unapply(partition).get()).isEqualTo(partition.asTuple());
    assertThat(partition.hashCode()).as("Kafka 0.8's").isEqualTo(1875846092);
  }
}
