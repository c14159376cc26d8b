// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.dstreambeam.spi.CannotStartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClusterInfoTest {

  private static final int LONG = 60_000;
  private static final String OWN = EnvironmentInformation.getVersion();

  private HttpServer server;
  private String hostAndPort;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    server.start();
    hostAndPort = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByName("127.0.0.1");
  }

  private void answer(int status, String body) {
    answer(status, () -> body);
  }

  private void answer(int status, Supplier<String> body) {
    server.createContext(
        "/overview",
        exchange -> {
          byte[] bytes = body.get().getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private void flinkAnswers(String version, int taskManagers, int slots, int free) {
    answer(200, overview(version, taskManagers, slots, free, 1));
  }

  private static String overview(String version, int taskManagers, int slots, int free, int jobs) {
    return """
        {"taskmanagers":%d,"slots-total":%d,"slots-available":%d,"jobs-running":%d,\
        "jobs-finished":0,"jobs-cancelled":0,"jobs-failed":0,"flink-version":"%s",\
        "flink-commit":"9d2fa2b"}"""
        .formatted(taskManagers, slots, free, jobs, version);
  }

  private ClusterInfo info() {
    return new ClusterInfo(hostAndPort);
  }

  private void isRefused(String message) {
    assertThatThrownBy(() -> info().ready())
        .isInstanceOf(CannotStartException.class)
        .hasMessage(message.replace("MASTER", "flink://" + hostAndPort));
  }

  @Test
  void tellsOfSlots() throws InterruptedException {
    flinkAnswers(OWN, 2, 8, 3);
    assertThat(info().ready())
        .isEqualTo(new ClusterOverview("flink://" + hostAndPort, OWN, 2, 8, 3, 1));
  }

  @Test
  void refusesAClusterWithoutTaskManagers() {
    flinkAnswers(OWN, 0, 0, 0);
    isRefused("MASTER has no TaskManager; start one, or wait until it has registered");
    assertThat(info().overview().taskManagers()).isZero();
  }

  @Test
  void refusesAClusterWithoutFreeSlots() {
    flinkAnswers(OWN, 2, 4, 0);
    isRefused("MASTER has no free task slot: 4 of 4 are taken; cancel a job or add TaskManagers");
  }

  @Test
  void waitsForSlotsThatALostJobManagersJobsHaveLeft() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    answer(200, () -> overview(OWN, 2, 4, asked.incrementAndGet() < 3 ? 0 : 4, 0));
    assertThat(info().ready().freeSlots()).isEqualTo(4);
    assertThat(asked).hasValue(3);
  }

  @Test
  void refusesAnotherVersionOfFlink() {
    flinkAnswers("1.16.3", 0, 0, 0);
    String minor = OWN.substring(0, OWN.lastIndexOf('.'));
    isRefused(
        "MASTER is Flink 1.16.3, and this library is built for Flink "
            + OWN
            + "; use a cluster of Flink "
            + minor
            + ", or build the library with -Dflink.version=1.16.3"
            + " -Dbeam.flink-runner=beam-runners-flink-1.16");
  }

  @Test
  void acceptsOtherReleasesOfTheSameMinorVersion() {
    for (String version : new String[] {"1.19.0", "1.19.3", "1.19-SNAPSHOT", "1.19.1-vendor-2"}) {
      new ClusterOverview("flink://there:1", version, 1, 1, 1, 0).check("1.19.2");
    }
    for (String version : new String[] {"1.1.9", "1.190.0", "1.20.0", "2.19.0", "<unknown>"}) {
      ClusterOverview overview = new ClusterOverview("flink://there:1", version, 1, 1, 1, 0);
      assertThatThrownBy(() -> overview.check("1.19.2"))
          .isInstanceOf(CannotStartException.class)
          .hasMessageStartingWith(
              "flink://there:1 is Flink "
                  + version
                  + ", and this library is built for Flink 1.19.2");
    }
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    server.stop(0);
    try (ServerSocket free = new ServerSocket(0, 1, loopback())) {
      hostAndPort = "127.0.0.1:" + free.getLocalPort();
    }
    isRefused(
        "No Flink JobManager answers at MASTER (connection refused); start one or check the"
            + " address");
  }

  @Test
  void saysThatTheHostIsUnknown() {
    hostAndPort = "no-such-host.invalid:8081";
    isRefused(
        "No Flink JobManager answers at MASTER (unknown host); start one or check the address");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, loopback())) {
      hostAndPort = "127.0.0.1:" + silent.getLocalPort();
      assertThatThrownBy(() -> new ClusterInfo(hostAndPort, LONG, 1).overview())
          .isInstanceOf(CannotStartException.class)
          .hasMessage(
              "No Flink JobManager answers at flink://"
                  + hostAndPort
                  + " (no answer in time); start one or check the address");
    }
  }

  @Test
  void saysThatTheJobManagerIsNotReady() {
    answer(503, "Service temporarily unavailable due to an ongoing leader election.");
    isRefused("The Flink JobManager at MASTER is not ready yet; try again in a moment");
  }

  @Test
  void saysThatSomebodyElseAnswers() {
    isRefused(
        "What answers at MASTER is no Flink JobManager (HTTP status 404 for /overview); give the"
            + " address of its REST interface, which is that of the web UI");
  }

  @Test
  void saysThatAPageAnswers() {
    answer(200, "<html>It works!</html>");
    isRefused(
        "What answers at MASTER is no Flink JobManager (what it says is no JSON); give the"
            + " address of its REST interface, which is that of the web UI");
  }

  @Test
  void saysThatAnotherServiceAnswers() {
    answer(200, "{\"status\":\"ok\"}");
    isRefused(
        "What answers at MASTER is no Flink JobManager (its /overview has no flink-version); give"
            + " the address of its REST interface, which is that of the web UI");
    server.removeContext("/overview");
    answer(200, "");
    isRefused(
        "What answers at MASTER is no Flink JobManager (its /overview has no flink-version); give"
            + " the address of its REST interface, which is that of the web UI");
  }

  @Test
  void saysThatAnotherProtocolIsSpoken() throws Exception {
    try (ServerSocket ssh = new ServerSocket(0, 1, loopback())) {
      hostAndPort = "127.0.0.1:" + ssh.getLocalPort();
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = ssh.accept()) {
                  socket.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(UTF_8));
                  socket.shutdownOutput();
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      isRefused(
          "What answers at MASTER is no Flink JobManager (it does not speak HTTP); give the"
              + " address of its REST interface, which is that of the web UI");
      served.get();
    }
  }

  @Test
  void asksARealCluster() throws InterruptedException {
    try (LocalFlinkCluster cluster =
        LocalFlinkCluster.builder().taskManagers(1).slots(3).taskManagerHeap(200).start()) {
      hostAndPort = cluster.master();
      assertThat(info().ready())
          .isEqualTo(new ClusterOverview("flink://" + hostAndPort, OWN, 1, 3, 3, 0));
    }
    isRefused(
        "No Flink JobManager answers at MASTER (connection refused); start one or check the"
            + " address");
  }
}
