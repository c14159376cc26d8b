// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.dstreambeam.link.LinkAddress;
import org.dstreambeam.link.LinkClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientTimeoutTest {

  private static final String TOKEN = "0".repeat(64);

  /** An address at which nobody answers any more. */
  private static LinkAddress nobody() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket closed = new ServerSocket(0, 1, loopback)) {
      return new LinkAddress(loopback.getHostAddress(), closed.getLocalPort(), TOKEN);
    }
  }

  private static ClientTimeout timeout(String time, LinkClient link, LinkAddress client) {
    SparkConf conf = new SparkConf(false).set(ClientTimeout.KEY, time);
    return new ClientTimeout(conf, RuntimeException::new, link, client);
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // it is away soon
  void aClientThatIsAwayForTooLongEndsTheJob() throws Exception {
    LinkAddress client = nobody();
    try (LinkClient link = LinkClient.to(client)) {
      while (link.awayMillis() < 5) {
        Thread.yield();
      }

      assertThatThrownBy(timeout("4ms", link, client)::check)
          .cause()
          .isInstanceOf(SparkException.class)
          .hasMessageContaining(client + " has been away for more than 4 ms")
          .hasMessageContaining(ClientTimeout.KEY);
      assertThatCode(timeout("1h", link, client)::check).doesNotThrowAnyException();
      assertThatCode(timeout("0", link, client)::check).doesNotThrowAnyException();
    }
  }

  @Test
  void aJobThatWasLeftToItselfGoesOn() {
    ClientTimeout none =
        new ClientTimeout(
            new SparkConf(false).set(ClientTimeout.KEY, "1ms"), RuntimeException::new, null, null);
    assertThatCode(none::check).doesNotThrowAnyException();
  }

  @Test
  void isAMinuteUnlessSet() {
    assertThat(ClientTimeout.millisIn(new SparkConf(false))).isEqualTo(60_000);
  }

  @Test
  void isNotNegative() {
    SparkConf conf = new SparkConf(false).set(ClientTimeout.KEY, "-1s");
    assertThatThrownBy(() -> ClientTimeout.millisIn(conf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(ClientTimeout.KEY);
  }
}
