// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.approximate;

/**
 * What the results of some of the tasks tell about the result of all.
 *
 * @param <U> what a task gives
 * @param <R> the estimate
 */
public interface Estimator<U, R> {

  /** Takes in what one more task has given. */
  void add(U ofTask);

  /** The estimate from what was taken in; exact if that is all. */
  R current();
}
