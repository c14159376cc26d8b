// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.dstreambeam.spi.CannotStartException;

/**
 * What a cluster was when it was asked.
 *
 * @param master {@code flink://host:port}
 * @param version Flink's, of the JobManager
 * @param taskManagers how many are registered
 * @param slots of all of them
 * @param freeSlots those without a task
 * @param jobs those that have not ended
 */
record ClusterOverview(
    String master, String version, int taskManagers, int slots, int freeSlots, int jobs) {

  private static final Pattern MINOR = Pattern.compile("(\\d+\\.\\d+)\\b.*");

  /**
   * Whether all slots are taken by jobs that are no more. TaskManagers keep those of a JobManager
   * that was lost until they miss its heartbeat.
   */
  boolean hasOnlySlotsOfLostJobs() {
    return slots > 0 && freeSlots == 0 && jobs == 0;
  }

  /**
   * Fails unless a program can be submitted.
   *
   * @throws CannotStartException if Flink is of another version than the client here, there is no
   *     TaskManager, or no free slot
   */
  void check() {
    check(EnvironmentInformation.getVersion());
  }

  void check(String ownVersion) {
    String minor = minor(version);
    if (!minor.equals(minor(ownVersion))) {
      throw new CannotStartException(
          master
              + " is Flink "
              + version
              + ", and this library is built for Flink "
              + ownVersion
              + "; use a cluster of Flink "
              + minor(ownVersion)
              + ", or build the library with -Dflink.version="
              + version
              + " -Dbeam.flink-runner=beam-runners-flink-"
              + minor);
    }
    if (taskManagers == 0) {
      throw new CannotStartException(
          master + " has no TaskManager; start one, or wait until it has registered");
    }
    if (freeSlots < 1) {
      throw new CannotStartException(
          master
              + " has no free task slot: "
              + slots
              + " of "
              + slots
              + " are taken; cancel a job or add TaskManagers");
    }
  }

  /** {@code 1.19} of {@code 1.19.0} and {@code 1.19-SNAPSHOT}. */
  private static String minor(String version) {
    Matcher matcher = MINOR.matcher(version);
    return matcher.matches() ? matcher.group(1) : version;
  }
}
