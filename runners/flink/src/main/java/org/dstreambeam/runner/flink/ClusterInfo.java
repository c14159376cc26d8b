// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.dstreambeam.spi.CannotStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a JobManager what its cluster is like. By a plain request, so that whatever answers at the
 * address instead, or does not, can be told apart; Flink's own client repeats requests, and wants
 * an answer of its own version.
 */
final class ClusterInfo {

  private static final String PATH = "/overview";
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 10_000;

  /** Flink's answer has 300 bytes; whoever sends more is somebody else. */
  private static final int MOST_BYTES = 64 * 1024;

  /** Flink's TaskManagers miss a heartbeat after 50 s, unless they are told otherwise. */
  private static final int LOOKS = 300;

  private static final long LOOK_MILLIS = 200;

  private static final Logger LOG = LoggerFactory.getLogger(ClusterInfo.class);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String hostAndPort;
  private final int connectMillis;
  private final int readMillis;

  /**
   * @param hostAndPort as they stand behind {@code flink://}
   */
  ClusterInfo(String hostAndPort) {
    this(hostAndPort, CONNECT_MILLIS, READ_MILLIS);
  }

  ClusterInfo(String hostAndPort, int connectMillis, int readMillis) {
    this.hostAndPort = hostAndPort;
    this.connectMillis = connectMillis;
    this.readMillis = readMillis;
  }

  /**
   * What the cluster is like, after a check that a program can be submitted. Waits while slots are
   * taken by jobs that a JobManager took with it.
   *
   * @throws CannotStartException if not, or nobody answers
   */
  ClusterOverview ready() throws InterruptedException {
    ClusterOverview overview = overview();
    if (overview.hasOnlySlotsOfLostJobs()) {
      LOG.warn("The slots of {} are taken by jobs that are lost; waiting for them", master());
      for (int i = 0; i < LOOKS && overview.hasOnlySlotsOfLostJobs(); i++) {
        Thread.sleep(LOOK_MILLIS);
        overview = overview();
      }
    }
    overview.check();
    return overview;
  }

  /**
   * What the cluster is like now.
   *
   * @throws CannotStartException if nobody answers there, or it is no JobManager
   */
  ClusterOverview overview() {
    String answer;
    try {
      answer = get();
    } catch (IOException e) {
      throw nobody(e);
    }
    try {
      JsonNode overview = JSON.readTree(answer);
      return new ClusterOverview(
          master(),
          field(overview, "flink-version").asText(),
          field(overview, "taskmanagers").asInt(),
          field(overview, "slots-total").asInt(),
          field(overview, "slots-available").asInt(),
          field(overview, "jobs-running").asInt()); // and those about to run
    } catch (JsonProcessingException e) {
      throw somebodyElse("what it says is no JSON", e);
    }
  }

  private JsonNode field(JsonNode overview, String name) {
    JsonNode value = overview.get(name);
    if (value == null) {
      throw somebodyElse("its " + PATH + " has no " + name, null);
    }
    return value;
  }

  private String get() throws IOException {
    HttpURLConnection request =
        (HttpURLConnection) new URL("http://" + hostAndPort + PATH).openConnection(Proxy.NO_PROXY);
    request.setConnectTimeout(connectMillis);
    request.setReadTimeout(readMillis);
    request.setInstanceFollowRedirects(false);
    request.setUseCaches(false);
    request.setRequestProperty("Connection", "close");
    try {
      int status = request.getResponseCode();
      if (status == HttpURLConnection.HTTP_UNAVAILABLE) {
        throw new CannotStartException(
            "The Flink JobManager at " + master() + " is not ready yet; try again in a moment");
      }
      if (status == -1) { // what this class says of an answer that is not HTTP
        throw somebodyElse("it does not speak HTTP", null);
      }
      if (status != HttpURLConnection.HTTP_OK) {
        throw somebodyElse("HTTP status " + status + " for " + PATH, null);
      }
      try (InputStream body = request.getInputStream()) {
        return new String(body.readNBytes(MOST_BYTES), UTF_8);
      }
    } finally {
      request.disconnect();
    }
  }

  private CannotStartException nobody(IOException reason) {
    return new CannotStartException(
        "No Flink JobManager answers at "
            + master()
            + " ("
            + inWords(reason)
            + "); start one or check the address",
        reason);
  }

  private static String inWords(IOException reason) {
    if (reason instanceof UnknownHostException) {
      return "unknown host";
    }
    if (reason instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    String message = String.valueOf(reason.getMessage());
    return message.startsWith("Connection refused")
        ? "connection refused"
        : message.toLowerCase(Locale.ROOT);
  }

  private CannotStartException somebodyElse(String why, @Nullable Throwable cause) {
    return new CannotStartException(
        "What answers at "
            + master()
            + " is no Flink JobManager ("
            + why
            + "); give the address of its REST interface, which is that of the web UI",
        cause);
  }

  private String master() {
    return "flink://" + hostAndPort;
  }
}
