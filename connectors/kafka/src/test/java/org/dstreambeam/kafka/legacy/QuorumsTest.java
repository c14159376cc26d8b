// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** Which brokers a quorum stands for. */
class QuorumsTest {

  private static final Map<String, String> PARAMS = Map.of("zookeeper.connect", "zk1:2181,zk2/k");

  private final SparkConf conf = new SparkConf(false);

  @Test
  void theConfigurationOfTheQuorumComesFirstThenThatOfAllThenTheParameters() {
    Map<String, String> withBrokers =
        Map.of("zookeeper.connect", "zk1:2181,zk2/k", "metadata.broker.list", "p:1");

    assertThat(Quorums.brokers(conf, withBrokers)).isEqualTo("p:1");
    conf.set("spark.dstreambeam.kafka.brokers", "all:1");
    assertThat(Quorums.brokers(conf, withBrokers)).isEqualTo("all:1");
    conf.set("spark.dstreambeam.kafka.brokers.zk1:2181,zk2/k", "one:1,two:2");
    assertThat(Quorums.brokers(conf, withBrokers)).isEqualTo("one:1,two:2");
    assertThat(Quorums.brokers(conf, Map.of("zookeeper.connect", "other"))).isEqualTo("all:1");
    assertThat(Quorums.brokers(conf, Map.of())).isEqualTo("all:1");
  }

  @Test
  void whoeverSaysNothingIsToldWhatToSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quorums.brokers(conf, PARAMS))
        .withMessage(
            "createStream names the ZooKeeper quorum zk1:2181,zk2/k, which consumers of Kafka"
                + " cannot use any more: set spark.dstreambeam.kafka.brokers (or"
                + " spark.dstreambeam.kafka.brokers.zk1:2181,zk2/k, for this quorum only) to"
                + " host:port,... of its brokers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quorums.brokers(conf, Map.of("group.id", "g")))
        .withMessage(
            "createStream needs brokers: set spark.dstreambeam.kafka.brokers to host:port,... of"
                + " them");
    conf.set("spark.dstreambeam.kafka.brokers", "without-port");
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> Quorums.brokers(conf, PARAMS))
        .withMessage("Broker not in the correct format of <host>:<port> [without-port]");
  }
}
