// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.time.Duration;
import java.util.List;

/**
 * The programs of {@code src/legacy/java}, with what a reader of their output has to know.
 *
 * <p>Those named {@code CLUSTER_} run on clusters too: they need no more of their driver functions
 * than that {@code print} and accumulators reach main. The others stay with local masters. Their
 * driver functions write to standard output, share objects with main ({@code Ending} a latch, the
 * {@code ReceiverEcho} a semaphore even with its receiver), and {@code Failures} goes on after a
 * batch that failed: on a cluster they would do so in a TaskManager.
 */
enum LegacyProgram {
  QUEUE_WORD_COUNT("QueueWordCount", 300, Clock.DOES_NOT_MATTER),
  OPERATIONS("Operations", 400, Clock.DOES_NOT_MATTER),
  ACTIONS("Actions", 300, Clock.DOES_NOT_MATTER),
  QUEUES("Queues", 300, Clock.DOES_NOT_MATTER),
  FAILURES("Failures", 300, Clock.DOES_NOT_MATTER),
  EXAMPLES("Examples", 400, Clock.DOES_NOT_MATTER),
  CLUSTER_OPERATIONS("cluster.ClusterOperations", 400, Clock.DOES_NOT_MATTER),
  CLUSTER_WINDOWS("cluster.ClusterWindows", 400, Clock.DOES_NOT_MATTER),
  CLUSTER_STATES("cluster.ClusterStates", 400, Clock.DOES_NOT_MATTER),
  DIRECT_KAFKA("DirectKafka", 400, Clock.DOES_NOT_MATTER) {
    @Override
    List<List<String>> partitions() {
      return PARTITIONS;
    }
  },
  CLUSTER_KAFKA("cluster.ClusterKafka", 400, Clock.DOES_NOT_MATTER) {
    @Override
    List<List<String>> partitions() {
      return PARTITIONS;
    }
  },
  RECEIVER_ECHO("ReceiverEcho", 1000, Clock.DECIDES),
  SOCKET_WORD_COUNT("SocketWordCount", 1000, Clock.DECIDES) {
    @Override
    List<String> chunks() {
      return List.of(
          "to be or not to be\nthat is the question\n",
          "the slings and arrows of\r\noutrageous fortune\r\nor to take arms against a sea of troubles\r\n",
          "\n",
          "to die to sleep\nno more\n\nAa BB AaAa BBBB AaBB BBAa\nnaïve Öl 東京\n",
          "the end\n");
    }
  };

  /** Whether the clock decides on the batch into which data falls. */
  private enum Clock {
    DECIDES,
    DOES_NOT_MATTER
  }

  private static final List<List<String>> PARTITIONS =
      List.of(
          List.of(
              "the ferry leaves the harbour",
              "the captain counts the dogs",
              "the ferry turns north",
              "nobody counts the gulls",
              "the harbour grows small"),
          List.of("naïve Öl 東京", "two dogs wait", "the dogs wait"));

  private final String className;
  private final Duration batch;
  private final Clock clock;

  LegacyProgram(String className, long batchMillis, Clock clock) {
    this.className = className;
    this.batch = Duration.ofMillis(batchMillis);
    this.clock = clock;
  }

  String mainClass() {
    return "legacy." + className;
  }

  Duration batch() {
    return batch;
  }

  String goldenFile() {
    return className.substring(className.lastIndexOf('.') + 1) + ".txt";
  }

  /** What a server sends to the program, batch by batch; nothing when it does not read from one. */
  List<String> chunks() {
    return List.of();
  }

  /** What is in each partition of the topic that the program reads; nothing when it reads none. */
  List<List<String>> partitions() {
    return List.of();
  }

  String normalised(Transcript transcript) {
    return clock == Clock.DECIDES
        ? transcript.normalisedWithoutClock(batch)
        : transcript.normalised(batch);
  }
}
