// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jobs of a cluster, as its web UI knows them. */
public final class ClusterJobs {

  private static final Pattern JOB =
      Pattern.compile("\"jid\":\"([0-9a-f]{32})\".*?\"state\":\"([A-Z]+)\"");

  private final HttpClient client =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
  private final String address;

  public ClusterJobs(LocalFlinkCluster cluster) {
    address = cluster.webInterface();
  }

  /** The state, such as {@code RUNNING} or {@code FAILED}, of each job by its id. */
  public Map<String, String> states() throws InterruptedException {
    Map<String, String> states = new TreeMap<>();
    Matcher job = JOB.matcher(send("/jobs/overview", "GET"));
    while (job.find()) {
      states.put(job.group(1), job.group(2));
    }
    return states;
  }

  /** Waits until the state of a job is as wanted; the caller limits the time. */
  public String await(String job, Predicate<String> wanted) throws InterruptedException {
    String state = states().getOrDefault(job, "UNKNOWN");
    while (!wanted.test(state)) {
      if (!Polling.pause()) {
        throw new InterruptedException("waiting for job " + job + ", which is " + state);
      }
      state = states().getOrDefault(job, "UNKNOWN");
    }
    return state;
  }

  /** What the cluster is like: Flink's answer. */
  public String overview() throws InterruptedException {
    return send("/overview", "GET");
  }

  /** Asks for the end of a job, and returns at once. */
  public void cancel(String job) throws InterruptedException {
    send("/jobs/" + job + "?mode=cancel", "PATCH");
  }

  /** Why a job failed: Flink's answer. */
  public String exceptions(String job) throws InterruptedException {
    return send("/jobs/" + job + "/exceptions", "GET");
  }

  private String send(String path, String method) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
