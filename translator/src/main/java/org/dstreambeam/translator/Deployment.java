// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

/**
 * Where a program will run, as far as its pipeline depends on it.
 *
 * @param program under which {@link org.dstreambeam.source.LocalPrograms} will find it
 * @param coders of what passes between transforms
 * @param zeroTime one batch interval before the first batch, epoch milliseconds
 * @param parallelism how many splits a source has, and how many keys to spread over what has no
 *     partitions of its own
 * @param distributed whether its tasks run in several JVMs
 */
public record Deployment(
    String program, StageCoders coders, long zeroTime, int parallelism, boolean distributed) {

  /** In this JVM. */
  public static Deployment local(
      String program, StageCoders coders, long zeroTime, int parallelism) {
    return new Deployment(program, coders, zeroTime, parallelism, false);
  }
}
