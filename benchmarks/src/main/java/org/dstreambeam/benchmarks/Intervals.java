// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

/** Batch intervals that programs are given, in milliseconds. */
final class Intervals {

  /** Less than a batch of ten thousand records takes on either engine. */
  static final String SHORTEST = "5";

  /** More than a batch takes, so that none waits. */
  static final String UNHURRIED = "250";

  private Intervals() {}
}
