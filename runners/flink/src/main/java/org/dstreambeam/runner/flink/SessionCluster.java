// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.spi.CannotStartException;

/** A Flink cluster that runs already, by the REST address of its JobManager. */
final class SessionCluster implements AutoCloseable {

  static final String SCHEME = "flink";

  /** Each request asks again, at this distance; whoever waits for longer does so himself. */
  private static final long RETRY_MILLIS = 1_000;

  private static final int RETRIES = 3;

  private static final long LOOK_MILLIS = 100;

  /** Ten seconds for slots to be given back; they are at once, if nobody else takes them. */
  private static final int LOOKS_AT_SLOTS = 100;

  private final String master;
  private final String host;
  private final int port;
  private final RestClusterClient<StandaloneClusterId> client;

  private SessionCluster(String master, String host, int port) {
    this.master = master;
    this.host = host;
    this.port = port;
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, host);
    configuration.set(RestOptions.PORT, port);
    configuration.set(JobManagerOptions.ADDRESS, host);
    configuration.set(RestOptions.RETRY_DELAY, RETRY_MILLIS);
    configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, RETRIES);
    try {
      this.client = new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
    } catch (Exception e) { // what Flink declares
      throw Rethrow.as(e);
    }
  }

  /**
   * @param master {@code flink://host:port}
   * @throws CannotStartException if it is none
   */
  static SessionCluster at(String master) {
    URI uri = parse(master);
    return new SessionCluster(master, uri.getHost(), uri.getPort());
  }

  /**
   * What its JobManager says of itself, without a client.
   *
   * @throws CannotStartException as {@link #at}
   */
  static ClusterInfo infoOf(String master) {
    URI uri = parse(master);
    return new ClusterInfo(uri.getHost() + ":" + uri.getPort());
  }

  private static URI parse(String master) {
    try {
      URI uri = new URI(master);
      if (SCHEME.equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new CannotStartException(wrong(master), e);
    }
    throw new CannotStartException(wrong(master));
  }

  private static String wrong(String master) {
    return "The master is "
        + master
        + "; a Flink cluster is named flink://host:port, the address"
        + " of its JobManager's web interface";
  }

  /** As the program names it. */
  String master() {
    return master;
  }

  /** As Beam wants it. */
  String hostAndPort() {
    return host + ":" + port;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  RestClusterClient<StandaloneClusterId> client() {
    return client;
  }

  /**
   * Asks whether it is there.
   *
   * @throws CannotStartException if not
   */
  void check() {
    var unused = new ClusterInfo(hostAndPort()).overview();
  }

  /**
   * How many slots a job can have now.
   *
   * @throws CannotStartException if none, or nobody answers
   */
  int freeSlots() throws InterruptedException {
    return new ClusterInfo(hostAndPort()).ready().freeSlots();
  }

  /** The job of that name which has not ended. */
  Optional<JobID> running(String job) throws InterruptedException {
    try {
      return client.listJobs().get().stream()
          .filter(known -> known.getJobName().equals(job))
          .filter(known -> !known.getJobState().isGloballyTerminalState())
          .map(JobStatusMessage::getJobId)
          .findFirst();
    } catch (ExecutionException e) {
      throw Rethrow.as(e.getCause() == null ? e : e.getCause());
    }
  }

  /** Cancels a job; returns when it has ended, however, and has given back its slots. */
  void cancelAndFreeSlots(JobID job) throws InterruptedException {
    int free = new ClusterInfo(hostAndPort()).overview().freeSlots();
    cancelAndWait(job);
    for (int i = 0; i < LOOKS_AT_SLOTS; i++) {
      if (new ClusterInfo(hostAndPort()).overview().freeSlots() > free) {
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Cancels a job; returns when it has ended, however. */
  void cancelAndWait(JobID job) throws InterruptedException {
    try {
      var unused = client.cancel(job).get();
      while (!client.getJobStatus(job).get().isGloballyTerminalState()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (ExecutionException e) {
      throw Rethrow.as(e.getCause() == null ? e : e.getCause());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
