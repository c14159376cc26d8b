// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one question that is put to the JobManager's REST interface. */
final class ClusterRest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final URI taskManagers;

  ClusterRest(String address) {
    taskManagers = URI.create(address + "/taskmanagers");
  }

  /**
   * The ids of the registered TaskManagers.
   *
   * @return empty while nobody answers, or the JobManager is not ready
   */
  Optional<Set<String>> registeredTaskManagers() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(taskManagers).timeout(Duration.ofSeconds(5)).build();
    HttpResponse<String> response;
    try {
      response = CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      return Optional.empty();
    }
    return Optional.of(
        ID.matcher(response.body())
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
