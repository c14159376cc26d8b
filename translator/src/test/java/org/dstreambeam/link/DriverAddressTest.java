// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.dstreambeam.spi.CannotStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriverAddressTest {

  private static final String LOOPBACK = "127.0.0.1";

  private final SparkConf conf = new SparkConf(false);

  private DriverAddress address() {
    return DriverAddress.of(conf, new InetSocketAddress(LOOPBACK, 8081));
  }

  @Test
  void isTheLoopbackAddressOnAFreePortForAMasterOnLoopback() throws IOException {
    assertThat(address()).isEqualTo(new DriverAddress(LOOPBACK, LOOPBACK, 0, 16));
    try (ServerSocket socket = address().open()) {
      assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
      assertThat(socket.getLocalPort()).isPositive();
    }
  }

  @Test
  void isThatForAMasterWhichNobodyHasLookedUp() {
    InetSocketAddress master = InetSocketAddress.createUnresolved(LOOPBACK, 8081);
    assertThat(DriverAddress.of(conf, master)).isEqualTo(address());
  }

  @Test
  void isTheLoopbackAddressOfTheSameProtocol() throws IOException {
    InetAddress loopback = InetAddress.getByName("::1");
    assumeTrue(canListenOn(loopback), "This machine has no IPv6 loopback address");

    DriverAddress address = DriverAddress.of(conf, new InetSocketAddress(loopback, 8081));
    assertThat(address.host()).isEqualTo("0:0:0:0:0:0:0:1");
    try (ServerSocket socket = address.open()) {
      assertThat(socket.getInetAddress()).isEqualTo(loopback);
    }
  }

  private static boolean canListenOn(InetAddress address) {
    try (ServerSocket socket = new ServerSocket(0, 0, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void bothEndsMeetOnTheIpv6LoopbackAddress() throws Exception {
    assumeTrue(canListenOn(InetAddress.getByName("::1")), "This machine has no IPv6 loopback");
    try (LinkServer server =
            LinkServer.open(
                new DriverAddress("::1", "::1", 0, 0),
                Handshake.newToken(),
                new LinkServer.Listener() {
                  @Override
                  public void onPrinted(String text) {}

                  @Override
                  public void onReport(String text) {}

                  @Override
                  public void onStop(StopRequest request) {}

                  @Override
                  public void onAccumulators(byte[] values) {}
                },
                60_000);
        LinkClient client = LinkClient.to(server.address())) {
      client.completed(1000);
      assertThat(server.awaitCompleted(1000, 60_000)).isTrue();
    }
  }

  @Test
  void isWhatTheSettingsSay() {
    conf.set("spark.driver.host", "gateway.example.org")
        .set("spark.driver.bindAddress", "0.0.0.0")
        .set("spark.driver.port", "7077")
        .set("spark.port.maxRetries", "3");
    assertThat(address()).isEqualTo(new DriverAddress("gateway.example.org", "0.0.0.0", 7077, 3));
  }

  @Test
  void listensOnTheHostUnlessToldOtherwise() {
    conf.set("spark.driver.host", "localhost");
    assertThat(address()).isEqualTo(new DriverAddress("localhost", "localhost", 0, 16));
  }

  @Test
  void isTheNextFreePort() throws IOException {
    try (ServerSocket taken = listening()) {
      conf.set("spark.driver.port", String.valueOf(taken.getLocalPort()));
      try (ServerSocket socket = address().open()) {
        assertThat(socket.getLocalPort()).isNotEqualTo(taken.getLocalPort());
      }
    }
  }

  @Test
  void failsIfNoPortIsFree() throws IOException {
    try (ServerSocket taken = listening()) {
      int port = taken.getLocalPort();
      conf.set("spark.driver.port", String.valueOf(port)).set("spark.port.maxRetries", "0");
      assertThatThrownBy(() -> address().open())
          .isInstanceOf(CannotStartException.class)
          .hasMessageStartingWith(
              "TaskManagers cannot report to this program: it cannot listen on port "
                  + port
                  + " of 127.0.0.1 (Address already in use")
          .hasMessageEndingWith("spark.driver.port a free port");
    }
  }

  @Test
  void failsIfTheAddressIsNotOfThisMachine() {
    conf.set("spark.driver.host", "192.0.2.1"); // an address for examples
    assertThatThrownBy(() -> address().open())
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith(
            "TaskManagers cannot report to this program: it cannot listen on any port of 192.0.2.1")
        .hasMessageContaining("spark.driver.bindAddress has to be an address of this machine");
  }

  @Test
  void failsIfTheAddressIsUnknown() {
    conf.set("spark.driver.bindAddress", "no-such-host.invalid");
    assertThatThrownBy(() -> address().open())
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("of no-such-host.invalid (unknown host)");
  }

  @Test
  void failsIfThePortIsNone() {
    for (String port : new String[] {"1", "1023", "-1", "65536"}) {
      conf.set("spark.driver.port", port);
      assertThatThrownBy(this::address)
          .isInstanceOf(CannotStartException.class)
          .hasMessage(
              "spark.driver.port should be between 1024 and 65535, or 0 for any that is free; it is "
                  + port);
    }
  }

  @Test
  void failsIfTheMasterIsUnknown() {
    assertThatThrownBy(
            () ->
                DriverAddress.of(
                    conf, InetSocketAddress.createUnresolved("no-such-host.invalid", 8081)))
        .isInstanceOf(CannotStartException.class)
        .hasMessage("No host no-such-host.invalid is known");
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 0, InetAddress.getByName(LOOPBACK));
  }
}
